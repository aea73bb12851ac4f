import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { diffsAt, get, hostsOf, moveTo, startStill, tokensOf, VERSION } from "../hosts/devshard/testing/served.ts";
import { parsed } from "../hosts/metrics/testing/parsed.ts";
import type { Escrow } from "../network/sessions-types.ts";
import type { Host } from "../network/types.ts";
import type { Simulation } from "../server.ts";

let simulation: Simulation;
let escrow: Escrow;
let first: Host;
let second: Host;

beforeAll(async () => {
  simulation = await startStill();
  const { network, clock } = simulation;
  const [running] = network.escrowsOf(network.epochsAt(clock.height()).latest);
  if (running === undefined) throw new Error("no session");
  escrow = running;
  moveTo(simulation, (network.session(escrow).diffs.at(-1)?.ms ?? 0) + 250);
  const [one, two] = hostsOf(simulation, escrow);
  if (one === undefined || two === undefined) throw new Error("too few hosts");
  first = one;
  second = two;
});

afterEach(() => simulation.faults.clear());
afterAll(() => simulation.close());

const tokens = async (host: Host) => tokensOf(await diffsAt(host, escrow, 1, 1_000_000));

async function counters(host: Host) {
  const samples = parsed((await get(host, `/devshard/${VERSION}/metrics`)).body).flatMap((family) => family.samples);
  const value = (name: string, kind: string | undefined) =>
    samples.find((sample) => sample.name === name && sample.labels["kind"] === kind)?.value ?? 0;
  return {
    start: value("process_start_time_seconds", undefined),
    prompt: value("devshard_mlnode_tokens_sum", "prompt"),
    completion: value("devshard_mlnode_tokens_sum", "completion"),
  };
}

describe("dark devshards", () => {
  it("of listed hosts close the connection; those hosts answer everything else, and the others all", async () => {
    simulation.faults.switchOn({ kind: "devshard_dark", among: [first.index] });
    await expect(tokens(first)).rejects.toThrow(/fetch failed/);
    await expect(get(first, `/devshard/${VERSION}/metrics`)).rejects.toThrow(/fetch failed/);
    await expect(get(first, "/v1/mlnodes/metrics")).rejects.toThrow(/fetch failed/);
    expect((await get(first, "/v1/status")).status).toBe(200);
    expect((await get(first, "/health")).status).toBe(200);
    expect((await tokens(second)).prompt).toBeGreaterThan(0);
  });

  it.each([0, 0.3, 1])("of a share of %d of the hosts are that share", async (share) => {
    simulation.faults.switchOn({ kind: "devshard_dark", among: share });
    const dark = Array.from({ length: 100 }, (_, index) => simulation.faults.at(`host:${index}`).length > 0);
    expect(Math.abs(dark.filter(Boolean).length / 100 - share)).toBeLessThanOrEqual(0.02);
    expect(simulation.faults.at("source:0")).toEqual([]);
  });
});

describe("a host that invents tokens", () => {
  it("tells more than the truth in diffs and counters, and the others still agree", async () => {
    const honest = await tokens(first);
    const counted = await counters(first);
    simulation.faults.switchOn({ kind: "inventing_tokens", at: `host:${first.index}`, factor: 3 });
    expect(await tokens(first)).toEqual({ prompt: honest.prompt, completion: 3 * honest.completion });
    expect(await counters(first)).toEqual({ ...counted, completion: 3 * counted.completion });
    expect(counted.completion).toBeGreaterThan(0);
    expect(await tokens(second)).toEqual(honest);
  });

  it("asks for more than was settled", async () => {
    simulation.faults.switchOn({ kind: "inventing_tokens", at: `host:${first.index}`, factor: 50 });
    const { body } = await get(first, `/devshard/${VERSION}/stats/shards/${escrow.id}`);
    const costs = [...body.matchAll(/"cost":(\d+)/g)].reduce((sum, [, cost]) => sum + Number(cost), 0);
    const settled = (escrow.settlement?.hostStats ?? []).reduce((sum, { cost }) => sum + Number(cost), 0);
    expect(costs).toBeGreaterThan(settled);
  });
});

describe("a restart by hand", () => {
  it("lets the counters begin at 0 at that moment, and not before it", async () => {
    const before = await counters(first);
    const atMs = simulation.clock.now() + 500;
    simulation.faults.switchOn({ kind: "devshardd_restart", at: `host:${first.index}`, atMs });
    expect(await counters(first)).toEqual(before);
    simulation.advance(500);
    const after = await counters(first);
    expect(after.start).toBe(Math.floor(atMs / 10) / 100);
    expect(after.start).toBeGreaterThan(before.start);
    expect([after.prompt, after.completion]).not.toEqual([before.prompt, before.completion]);
    expect(after.prompt).toBeLessThan(before.prompt);
    expect((await counters(second)).start).toBeLessThan(after.start);
  });
});

describe("replicas behind one URL", () => {
  it("take turns, each with its own start and its share of the work", async () => {
    const whole = await counters(first);
    simulation.faults.switchOn({ kind: "devshardd_replicas", at: `host:${first.index}`, count: 2 });
    const [one, two, again] = [await counters(first), await counters(first), await counters(first)];
    expect(again).toEqual(one);
    expect(one.start).not.toBe(two.start);
    expect(one.prompt + two.prompt).toBe(whole.prompt);
    expect(one.completion + two.completion).toBe(whole.completion);
    expect(Math.min(one.prompt, two.prompt)).toBeGreaterThan(0);
  });
});

describe("phantom sessions", () => {
  it("are in the list of one host, and nowhere else", async () => {
    const listed = async (host: Host): Promise<string> => (await get(host, `/devshard/${VERSION}/stats/shards`)).body;
    expect(await listed(first)).not.toContain('"1000000"');
    simulation.faults.switchOn({ kind: "phantom_sessions", at: `host:${first.index}`, count: 3 });
    for (const id of [1_000_000, 1_000_001, 1_000_002]) expect(await listed(first)).toContain(`"${id}"`);
    expect(await listed(second)).not.toContain('"1000000"');
    expect((await get(first, `/devshard/${VERSION}/sessions/1000000/diffs?from=1&to=9`)).status).toBe(500);
  });
});

describe("odd diffs", () => {
  it.each(["truncated", "wire_type", "oversized", "endless", "no_base64"] as const)(
    "that are %s are refused by a standard library, or say another nonce than they have",
    async (how) => {
      simulation.faults.switchOn({ kind: "odd_diffs", at: `host:${first.index}`, how });
      const { status } = await get(first, `/devshard/${VERSION}/sessions/${escrow.id}/diffs?from=1&to=9`);
      expect(status).toBe(200);
      await expect(diffsAt(first, escrow, 1, 9)).rejects.toThrow();
      expect(await diffsAt(second, escrow, 1, 9)).toHaveLength(9);
    },
  );
});
