import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { getAs } from "../testing/api-client.ts";
import { ago } from "../testing/live-network.ts";
import { MODELS } from "../testing/network.ts";
import { type Served, serveSmallNetwork } from "../testing/served.ts";
import { placeOf } from "./routes/host-peers.ts";
import { hostAnswer, hostsAnswer } from "./schemas/hosts.ts";
import { uptimeAnswer } from "./schemas/uptime.ts";

let served: Served;
beforeAll(async () => {
  served = await serveSmallNetwork();
});
afterAll(() => served?.close());

const get = <Answer extends z.ZodType>(path: string, answer: Answer) => getAs(served.url, `/api/v1${path}`, answer);

describe("a host among the others", () => {
  it("has its place where it has a number, and none where it has none", async () => {
    const { peers } = await get("/hosts/gonka1two", hostAnswer);
    // Active are one (600) and two (300): three is excluded, four has no weight. Epoch 11 paid them 900 and 450 inferences' coins, three none.
    expect(peers).toMatchObject({
      weight: { value: 300, rank: 2, of: 2, median: 450 },
      miss_ratio: { value: 0.1, rank: 2, of: 3, median: 0.1 },
      confirmation_ratio: { value: 0, rank: 2, of: 2, median: 0.49 },
      reward_gnk: { value: (450 * 17) / 1e9, rank: 2, of: 3 },
      results_epoch: 11,
      api_version: { version: "v0.2.15-post5", share: 1 },
      node_version: { version: "v0.2.15", share: 1 },
    });
    expect(peers.reward_gnk_per_weight?.value).toBeCloseTo((450 * 17) / 1e9 / 300, 15);
    const three = (await get("/hosts/gonka1three", hostAnswer)).peers;
    expect(three).toMatchObject({ weight: null, miss_ratio: null, confirmation_ratio: null, reward_gnk: { value: 0, rank: 3 } });
  });

  it("shares its rank with its equals, and the best is the lowest where that is better", () => {
    const numbers: [string, number][] = [
      ["a", 3],
      ["b", 1],
      ["c", 1],
      ["d", 0],
    ];
    expect(placeOf("b", numbers, "highest")).toEqual({ value: 1, rank: 2, of: 4, median: 1 });
    expect(placeOf("c", numbers, "lowest")).toEqual({ value: 1, rank: 2, of: 4, median: 1 });
    expect(placeOf("a", numbers, "lowest")?.rank).toBe(4);
    expect(placeOf("nobody", numbers, "highest")).toBeNull();
  });

  it("is held to the chain's own limits", async () => {
    expect((await get("/hosts/gonka1one", hostAnswer)).limits).toEqual({ confirmation_ratio: 0.5, miss_ratio: 0.1 });
  });
});

describe("what a host serves, and with what", () => {
  it("names the models in whose agreed groups it has weight", async () => {
    const { hosts } = await get("/hosts", hostsAnswer);
    expect(hosts.map(({ models }) => models)).toEqual([[MODELS[0]], [MODELS[0]], [MODELS[0]], []]);
    expect((await get("/hosts/gonka1one", hostAnswer)).models).toEqual([MODELS[0]]);
  });

  it("tells its ML nodes as it registered them", async () => {
    expect((await get("/hosts/gonka1one", hostAnswer)).hardware).toEqual({
      epoch: 14,
      verdict: "agreed",
      nodes: [
        {
          node_id: "node-1",
          status: "INFERENCE",
          models: MODELS,
          devices: [
            { device: "NVIDIA H100 80GB HBM3 | 80GB", count: 8 },
            { device: "NVIDIA L4 | 24GB", count: 1 },
          ],
        },
        { node_id: "node-2", status: "INFERENCE", models: MODELS, devices: [] },
      ],
    });
    expect((await get("/hosts/gonka1two", hostAnswer)).hardware).toMatchObject({ nodes: [] });
  });
});

describe("a host's uptime", () => {
  it("is told by each vantage point and together, without a hole from the first probe on", async () => {
    const { from, to, first_probed_at, agreed, vantages } = await get("/hosts/gonka1one/uptime?days=2", uptimeAnswer);
    expect([from, first_probed_at]).toEqual([ago(360), ago(360)]);
    expect(to).toBe(ago(0));
    const told = vantages.map(({ vantage, spans }) => [vantage, spans.map(({ state, starts_at }) => [state, starts_at])]);
    expect(told).toEqual([
      [
        "fra",
        [
          ["down", ago(360)],
          ["up", ago(60)],
        ],
      ],
      [
        "sin",
        [
          ["unknown", ago(360)],
          ["up", ago(30)],
        ],
      ],
    ]);
    expect(agreed.seconds).toEqual({ up: 60, down: 300, unknown: 0, maintenance: 0 });
    expect(agreed.spans[0]).toEqual({ state: "down", starts_at: ago(360), ends_at: ago(60), reason: "timeout" });
  });

  it("is unknown while they differ, and has no spans where nobody ever probed", async () => {
    const two = await get("/hosts/gonka1two/uptime", uptimeAnswer);
    // One says down from 60 s ago on; from 30 s ago on the other says up.
    expect(two.agreed.spans).toMatchObject([{ state: "down" }, { state: "unknown", reason: "vantage points differ" }]);
    expect(await get("/hosts/gonka1four/uptime", uptimeAnswer)).toMatchObject({
      first_probed_at: null,
      agreed: { spans: [] },
      vantages: [],
    });
  });
});
