import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasRecordings, type Recorded, recordedTitle, recordings } from "../../http/testing/recorded.ts";
import { differences, shapeOf } from "../../http/testing/shape.ts";
import type { Host } from "../../network/types.ts";
import type { Simulation } from "../../server.ts";
import { get, hostsOf, moveTo, startStill, VERSION } from "./testing/served.ts";

let simulation: Simulation;
let holders: readonly Host[];
let stranger: Host;
let id: string;

beforeAll(async () => {
  simulation = await startStill();
  const { network, clock } = simulation;
  const [escrow] = network.escrowsOf(network.epochsAt(clock.height()).latest);
  if (escrow === undefined) throw new Error("no session");
  const { startMs, diffs } = network.session(escrow);
  moveTo(simulation, startMs + Math.floor(((diffs.at(-1)?.ms ?? 0) - startMs) * 0.8));
  id = String(escrow.id);
  holders = hostsOf(simulation, escrow);
  const other = network
    .hosts(clock.height())
    .find((host) => !escrow.slots.includes(host.address) && network.isHostUp(host, clock.now()));
  if (other === undefined) throw new Error("every host has a slot");
  stranger = other;
});

afterAll(() => simulation.close());

const known = hasRecordings ? recordings("devshard").filter(({ url }) => url.startsWith("/devshard/")) : [];
const matching = (url: RegExp, status: number): readonly Recorded[] =>
  known.filter((one) => one.status === status && url.test(one.url));

/** Maps by slot as lists: which slots there are differs. */
function slotsAsList(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) return Object.values(value).map(slotsAsList);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, slotsAsList(item)]));
}

const ROUTES = [
  { recorded: /\/stats\/shards$/, made: () => "stats/shards" },
  { recorded: /\/stats\/shards\/\d+$/, made: () => `stats/shards/${id}` },
  { recorded: /\/diffs\?from=1&to=\d+$/, made: () => `sessions/${id}/diffs?from=1&to=100000` },
  { recorded: /\/mempool$/, made: () => `sessions/${id}/mempool` },
  { recorded: /\/signatures\?nonce=5$/, made: () => `sessions/${id}/signatures?nonce=5` },
];

/** What was asked of recorded host 1 or 3, and the same here. */
const FAILURES = [
  { recorded: /\/nosuch$/, status: 404, made: () => "nosuch" },
  { recorded: /\/stats\/shards\/999999$/, status: 404, made: () => "stats/shards/999999" },
  { recorded: /\/stats\/shards\/abc$/, status: 404, made: () => "stats/shards/abc" },
  { recorded: /\/sessions\/999999\/diffs/, status: 500, made: () => "sessions/999999/diffs?from=1&to=2" },
  { recorded: /\/sessions\/\d+\/diffs$/, status: 400, made: () => `sessions/${id}/diffs` },
  { recorded: /\/sessions\/\d+\/diffs\?from=5$/, status: 400, made: () => `sessions/${id}/diffs?from=5` },
  { recorded: /\/sessions\/\d+\/signatures$/, status: 400, made: () => `sessions/${id}/signatures` },
  { recorded: /\/sessions\/\d+\/payloads$/, status: 400, made: () => `sessions/${id}/payloads` },
  { recorded: /\/sessions\/\d+\/diffs\?from=9&to=3$/, status: 200, made: () => `sessions/${id}/diffs?from=9&to=3` },
  { recorded: /\/diffs\?from=100000/, status: 200, made: () => `sessions/${id}/diffs?from=100000&to=100010` },
  { recorded: /\/healthz$/, status: 200, made: () => "healthz" },
];

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it.each(ROUTES)("$recorded has the recorded keys, types and kind of line end", async ({ recorded, made }) => {
    const answers = matching(recorded, 200);
    expect(answers.length).toBeGreaterThan(0);
    const got = await Promise.all(holders.map((host) => get(host, `/devshard/${VERSION}/${made()}`)));
    const shape = (bodies: readonly string[]) => shapeOf(bodies.map((body) => slotsAsList(JSON.parse(body))));
    expect(differences(shape(answers.map(({ body }) => body)), shape(got.map(({ body }) => body)), "$")).toEqual([]);
    expect(new Set(got.map(({ type }) => type))).toEqual(new Set(answers.map(({ contentType }) => contentType)));
    expect(new Set(got.map(({ body }) => body.endsWith("\n")))).toEqual(new Set(answers.map(({ body }) => body.endsWith("\n"))));
  });

  it.each(FAILURES)("$recorded answers with the recorded words", async ({ recorded, status, made }) => {
    const [one] = matching(recorded, status);
    const [holder] = holders;
    if (holder === undefined || one === undefined) throw new Error("nothing to compare");
    const expected = { status, type: one.contentType, body: one.body };
    expect(await get(holder, `/devshard/${VERSION}/${made()}`)).toEqual(expected);
  });

  it("a host without a slot says so in the recorded words", async () => {
    const [one] = matching(/\/sessions\/\d+\/diffs\?from=1&to=12$/, 500);
    const { status, type, body } = await get(stranger, `/devshard/${VERSION}/sessions/${id}/diffs?from=1&to=12`);
    expect({ status, type }).toEqual({ status: 500, type: one?.contentType });
    expect(body.replace(stranger.address, "")).toBe(one?.body.replace(/gonka1\w+/, ""));
  });

  it("has the slots of a detail in the recorded order", async () => {
    const order = (body: string) => [...body.matchAll(/"(\d+)":\{"missed"/g)].map(([, slot]) => slot).slice(0, 16);
    const [one] = matching(/\/stats\/shards\/1$/, 200);
    const [holder] = holders;
    if (holder === undefined || one === undefined) throw new Error("nothing to compare");
    expect(order((await get(holder, `/devshard/${VERSION}/stats/shards/${id}`)).body)).toEqual(order(one.body));
  });
});
