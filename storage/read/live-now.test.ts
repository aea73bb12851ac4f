import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHAIN_HALTS, HEAD_POLLS, HOST_REPORTS, PROBE_ROUNDS, PROBES } from "../facts/tables.ts";
import { type TestStore, temporaryStore } from "../testing/store.ts";
import { ObservationWriter } from "../write/observations.ts";
import { startRun, storedRuns } from "../write/runs.ts";
import { type LiveNow, readLiveNow } from "./live-now.ts";
import { NOW as END } from "./query.ts";

const CHAIN = "gonka-live";
const NOW = new Date("2026-05-05T18:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000).toISOString();
const nano = (text: string) => text.replace("Z", "000000Z");
const ONE = "gonka1one";

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("live-now");
});
afterAll(() => store?.remove());

const read = (chain = CHAIN, now = NOW): Promise<LiveNow> => readLiveNow(store.client, chain, END, now);
const writing = async (chain: string, write: (writer: ObservationWriter) => Promise<void>[]) => {
  const writer = new ObservationWriter(store.client, chain);
  await Promise.all(write(writer));
  await writer.flush();
};
const probeAt = (seconds: number, state: "up" | "down" | "unknown" | "maintenance", vantage = "fra", reason = "") => ({
  vantage,
  observed_at: ago(seconds),
  epoch: 14,
  address: ONE,
  state,
  reason,
  health_status: state === "up" ? 200 : null,
  api_status: null,
  seconds: state === "up" ? 0.25 : null,
});
const roundAt = (seconds: number, valid: boolean) => ({
  vantage: "fra",
  observed_at: ago(seconds),
  epoch: 14,
  valid,
  control_ok: valid,
  hosts: 1,
  up: 1,
  down: 0,
  unknown: 0,
  maintenance: 0,
  seconds: 1.5,
  detail: "",
});

it("nothing observed is nothing", async () => {
  expect(await read("gonka-empty")).toEqual({
    polls: [],
    halt: null,
    paces: [],
    rounds: [],
    probes: [],
    reports: [],
    collectors: [],
  });
});

describe("heads", () => {
  const poll = (source: string, seconds: number, height: number | null) => ({
    source,
    observed_at: ago(seconds),
    told: height !== null,
    height,
    block_time: height === null ? null : nano(ago(seconds + 2)),
    catching_up: height === null ? null : false,
    detail: height === null ? "timeout" : "",
  });
  const halt = { height: 1450, block_time: nano(ago(90)), seen_at: ago(30), sources: ["a", "b"] };

  it("are the newest polls of each source, newest first, within the last day and not after now", async () => {
    const polls = Array.from({ length: 30 }, (_, index) => poll("a", 5 + index * 15, 1500 - index * 3));
    const others = [poll("b", 10, null), poll("b", 25, 1490), poll("c", 86_401, 7), poll("c", -60, 2000)];
    await writing(CHAIN, (writer) => [writer.write(HEAD_POLLS, [...polls, ...others])]);
    const { polls: found, paces } = await read();
    expect(found.filter(({ source }) => source === "a").map(({ height }) => height)).toEqual(
      polls.slice(0, 24).map(({ height }) => height),
    );
    expect(found.filter(({ source }) => source === "b")).toEqual([
      expect.objectContaining({ told: false, height: null, block_time: null, catching_up: null, detail: "timeout" }),
      expect.objectContaining({ told: true, height: 1490, observed_at: ago(25) }),
    ]);
    expect(found.some(({ source }) => source === "c")).toBe(false);
    expect(paces[0]).toMatchObject({ source: "a", from_height: 1413, to_height: 1500 });
    expect(Date.parse(paces[0]?.to_time ?? "") - Date.parse(paces[0]?.from_time ?? "")).toBe(29 * 15_000);
  });

  it("stand still until blocks come again", async () => {
    await writing(CHAIN, (writer) => [writer.write(CHAIN_HALTS, [{ ...halt, over_at: null }])]);
    expect((await read()).halt).toMatchObject({ height: 1450, sources: ["a", "b"], seen_at: ago(30) });
    await writing(CHAIN, (writer) => [writer.write(CHAIN_HALTS, [{ ...halt, over_at: ago(5) }])]);
    expect((await read()).halt).toBeNull();
    // As it was known then: it had been seen, and was not over.
    expect((await read(CHAIN, new Date(ago(10)))).halt).toMatchObject({ height: 1450 });
  });
});

describe("hosts", () => {
  it("have their newest probe from each vantage point, and when each state was last seen", async () => {
    const probes = [probeAt(900, "up"), probeAt(600, "down"), probeAt(300, "up"), probeAt(30, "up"), probeAt(-30, "down")];
    const old = [probeAt(86_500, "maintenance"), probeAt(40, "down", "sin", "timeout")];
    const rounds = [roundAt(300, true), roundAt(30, true), roundAt(600, false)];
    await writing(CHAIN, (writer) => [writer.write(PROBES, [...probes, ...old]), writer.write(PROBE_ROUNDS, rounds)]);
    const found = await read();
    const common = { address: ONE, last_maintenance: null, last_unknown: null };
    expect(found.probes).toEqual([
      expect.objectContaining({
        ...common,
        vantage: "fra",
        state: "up",
        observed_at: ago(30),
        last_down: ago(600),
        seconds: 0.25,
      }),
      expect.objectContaining({
        ...common,
        vantage: "sin",
        state: "down",
        reason: "timeout",
        last_up: null,
        health_status: null,
      }),
    ]);
    expect(found.probes[0]).toMatchObject({ first_at: ago(900), last_up: ago(30) });
    expect(found.rounds.map(({ observed_at, valid }) => [observed_at, valid])).toEqual([
      [ago(30), true],
      [ago(300), true],
      [ago(600), false],
    ]);
  });

  it("have what they said last", async () => {
    const base = { vantage: "fra", epoch: 14, address: ONE, mlnodes_told: true };
    const report = (seconds: number, api_version: string | null, nodes: string[]) => ({
      ...base,
      observed_at: ago(seconds),
      api_version,
      node_version: null,
      mlnodes: nodes.map((version, index) => ({ node_id: `node${index}`, version })),
      identity: "verified" as const,
      bridge_block: 7n,
    });
    await writing(CHAIN, (writer) => [writer.write(HOST_REPORTS, [report(60, "v2", ["3.0.16"]), report(3600, "v1", [])])]);
    expect((await read()).reports).toEqual([
      {
        ...{ address: ONE, vantage: "fra", observed_at: ago(60), api_version: "v2", node_version: null, mlnodes_told: true },
        ...{ mlnodes: [{ node_id: "node0", version: "3.0.16" }], identity: "verified", bridge_block: 7 },
      },
    ]);
  });
});

it("runs tell the last success of each kind, and how the last one ended", async () => {
  const done = { rows_written: 1, rows_unchanged: 0, errors: 0 };
  await (await startRun(storedRuns(store.client), CHAIN, "heads", "")).end({ ...done, outcome: "done" });
  await (await startRun(storedRuns(store.client), CHAIN, "heads", "")).end({
    ...done,
    outcome: "failed",
    detail: "no source answered",
  });
  await startRun(storedRuns(store.client), CHAIN, "probes", "");
  const [heads, probes] = (await readLiveNow(store.client, CHAIN, soon(), NOW)).collectors;
  expect(heads).toMatchObject({ kind: "heads", last_outcome: "failed", last_detail: "no source answered" });
  expect(Date.now() - Date.parse(heads?.last_success_at ?? "")).toBeLessThan(60_000);
  expect(probes).toMatchObject({ kind: "probes", last_success_at: null, last_ended_at: null, last_outcome: null });
});

const soon = () => new Date(Date.now() + 1000).toISOString().replace("T", " ").replace("Z", "");
