import type { ServerResponse } from "node:http";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { hostReportRow } from "../../storage/facts/observed-rows.ts";
import { hasRecordings, readJson, recordedTitle } from "../decode/testing/recordings.ts";
import { createReportClient } from "./clients.ts";
import { reportHosts } from "./report.ts";
import { bridgeBlockOf, NO_VERSIONS, versionsOf } from "./report-answers.ts";
import { type Behaviour, OBSERVED_AT, startNetwork, type TestNetwork } from "./testing/network.ts";

let network: TestNetwork | null = null;
afterEach(async () => {
  await network?.close();
  network = null;
});

async function reportOnce(behaviours: readonly Behaviour[]) {
  network = await startNetwork((index) => behaviours[index] ?? "up");
  const http = createReportClient({
    allowPrivateHosts: true,
    rateLimit: true,
    log: { debug: () => undefined, warn: () => undefined },
    onRequest: () => undefined,
  });
  try {
    return await reportHosts({
      ...{ http, vantage: "here", epoch: 7, observedAt: OBSERVED_AT, warmKeys: new Map(), signal: new AbortController().signal },
      hosts: [...network.hosts(behaviours.length), { address: "gonka1none", url: "" }],
    });
  } finally {
    await http.close();
  }
}

const VERSIONS = {
  timestamp: "2026-11-22T14:55:31Z",
  api_version: { application_name: "decentralized-api", version: "v0.2.15-post3", commit: "ee" },
  node_version: { application_name: "inference-chain", version: "v0.2.14", commit: "ee" },
  mlnodes: [{ node_id: "node-a", version: "3.0.16", poc_validation_inference: true }],
};
const BRIDGE = { chainId: "ethereum", blockNumber: "25813888" };

const speaking = (versions: unknown, bridge: unknown) => (path: string, response: ServerResponse) => {
  if (path === "/v1/versions") response.end(JSON.stringify(versions));
  else if (path === "/v1/bridge/block/latest?chain=ethereum") response.end(JSON.stringify(bridge));
  else response.writeHead(404).end('{"error":"not found"}');
};

describe("reportHosts", () => {
  it("tells what each host says, whatever the others do", async () => {
    const huge = (_: string, response: ServerResponse) => void response.end(`{"x":"${"x".repeat(300_000)}"}`);
    const { mlnodes: _, ...older } = VERSIONS;
    const rows = await reportOnce([
      speaking(VERSIONS, BRIDGE),
      "hanging",
      huge,
      speaking(older, { chainId: "ethereum" }),
      "dead",
      "limited",
    ]);
    for (const row of rows) expect(hostReportRow.parse(row)).toEqual(row);
    const silent = { ...NO_VERSIONS, identity: "not_told", bridge_block: null };
    expect(rows.map(({ vantage: _v, observed_at: _o, epoch: _e, address: _a, ...told }) => told)).toEqual([
      {
        ...{
          api_version: "v0.2.15-post3",
          node_version: "v0.2.14",
          mlnodes_told: true,
          mlnodes: [{ node_id: "node-a", version: "3.0.16" }],
        },
        ...{ identity: "not_told", bridge_block: 25813888n },
      },
      silent,
      silent,
      { ...silent, api_version: "v0.2.15-post3", node_version: "v0.2.14" },
      silent,
      silent,
      silent,
    ]);
  }, 15_000);
});

describe("versionsOf", () => {
  it("tells a host without ML nodes from one that doesn't say", () => {
    expect(versionsOf({ ...VERSIONS, mlnodes: [] })).toMatchObject({ mlnodes_told: true, mlnodes: [] });
    expect(versionsOf({ ...VERSIONS, mlnodes: null })).toMatchObject({ mlnodes_told: false, api_version: "v0.2.15-post3" });
    expect(versionsOf({ ...VERSIONS, api_version: { version: "" } })).toMatchObject({
      api_version: null,
      node_version: "v0.2.14",
    });
    expect(versionsOf({ ...VERSIONS, api_version: { version: "v".repeat(129) } }).api_version).toBe(null);
    expect(versionsOf({ ...VERSIONS, node_version: { version: "v1\u0000\n2" } }).node_version).toBe("v1 2");
  });

  it("gives a row of the table for whatever a host writes", () => {
    const wild = fc.record(
      {
        api_version: fc.oneof(fc.jsonValue(), fc.record({ version: fc.oneof(fc.string({ maxLength: 600 }), fc.jsonValue()) })),
        node_version: fc.jsonValue(),
        mlnodes: fc.oneof(
          fc.jsonValue(),
          fc.array(fc.record({ node_id: fc.string({ maxLength: 300 }), version: fc.string({ maxLength: 140 }) }), {
            maxLength: 4,
          }),
        ),
      },
      { requiredKeys: [] },
    );
    const shape = hostReportRow.pick({ api_version: true, node_version: true, mlnodes_told: true, mlnodes: true });
    fc.assert(
      fc.property(fc.oneof(wild, fc.jsonValue()), (answer) => {
        const told = versionsOf(answer);
        expect(shape.parse(told)).toEqual(told);
      }),
    );
  });
});

describe("bridgeBlockOf", () => {
  it.each([
    [BRIDGE, 25813888n],
    [{ chainId: "ethereum", blockNumber: 7 }, 7n],
    [{ chainId: "ethereum" }, null],
    [{ chainId: "bsc", blockNumber: "7" }, null],
    [{ chainId: "ethereum", blockNumber: "-7" }, null],
    [{ chainId: "ethereum", blockNumber: "99999999999999999999" }, null],
    [{ chainId: "ethereum", blockNumber: 1.5 }, null],
    [null, null],
  ])("reads %j as %s", (answer, block) => {
    expect(bridgeBlockOf(answer)).toBe(block);
  });
});

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  const recorded = z.object({
    api_version: z.object({ version: z.string() }),
    node_version: z.object({ version: z.string() }),
    mlnodes: z.array(z.object({ node_id: z.string(), version: z.string() })),
  });

  it.each(["", "~host2", "~host3"])("of /v1/versions%s are read whole", (tag) => {
    const answer = readJson(`localnet/v1/v1__versions${tag}.json`);
    const { api_version, node_version, mlnodes } = recorded.parse(answer);
    expect(versionsOf(answer)).toEqual({
      api_version: api_version.version,
      node_version: node_version.version,
      mlnodes_told: true,
      mlnodes,
    });
    expect(mlnodes.length).toBeGreaterThan(0);
  });

  it("of the bridge have no block there", () => {
    const answer = readJson("localnet/v1/v1__bridge__block__latest@chain=ethereum.json");
    expect(answer).toEqual({ chainId: "ethereum" });
    expect(bridgeBlockOf(answer)).toBe(null);
  });
});
