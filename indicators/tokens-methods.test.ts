import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOf, storeMadeUpChain } from "../storage/testing/made-up-network.ts";
import { epochRow } from "../storage/testing/rows.ts";
import { type TestStore, temporaryStore } from "../storage/testing/store.ts";
import { checkMethods } from "./evaluator/check-methods.ts";
import { dateOf, dayOf } from "./evaluator/days.ts";
import { evaluate } from "./evaluator/evaluate.ts";
import { readPublished, type VersionedRow } from "./evaluator/published.ts";
import { explain } from "./explain.ts";
import { busyShare } from "./methods/aux.busy_share.v1.ts";
import { tokensHostCounters } from "./methods/aux.tokens_host_counters.v1.ts";
import { tokensHostEpochStats } from "./methods/aux.tokens_host_epoch_stats.v1.ts";
import { tokensMlnodes } from "./methods/aux.tokens_mlnodes.v1.ts";
import { tokensReconciliation } from "./methods/aux.tokens_reconciliation.v1.ts";
import { tokensSessions } from "./methods/aux.tokens_sessions.v1.ts";
import { tokensSettled } from "./methods/aux.tokens_settled.v1.ts";
import { tokensDay } from "./methods/use.tokens_day.v1.ts";
import { storeCounters } from "./testing/counter-facts.ts";
import { DEMAND, EPOCHS, HOSTS, hostOf, MODELS } from "./testing/demand-facts.ts";
import { storeObservations } from "./testing/observed-facts.ts";
import { storeDemand } from "./testing/store-demand.ts";
import {
  busy,
  daysOf,
  dayTime,
  epochTime,
  headline,
  type Time,
  type Told,
  t1,
  t1Dash,
  t2,
  t2b,
  t3,
  watched,
} from "./testing/truth-tokens.ts";

const METHODS = [
  tokensDay,
  tokensSessions,
  tokensSettled,
  tokensHostCounters,
  tokensMlnodes,
  tokensHostEpochStats,
  tokensReconciliation,
  busyShare,
];

/** Whole days of the chain: it begins and ends within one. */
const FIRST_DAY = dayOf(startOf(DEMAND, 1).getTime()) + 1;
const DAYS = Array.from({ length: DEMAND.days * EPOCHS.length - 1 }, (_, index) => FIRST_DAY + index);

let store: TestStore;
let published: VersionedRow[];
beforeAll(async () => {
  store = await temporaryStore("tokens-methods");
  await storeDemand(store.client);
  await storeCounters(store.client, () => 1);
  await evaluate(store.client, { chain: DEMAND.chain, now: startOf(DEMAND, DEMAND.last + 1), methods: METHODS });
  published = await readPublished(store.client, DEMAND.chain);
}, 120_000);
afterAll(() => store?.remove());

const rowAt = (indicator: string, axis: "epoch" | "day", bucket: number, labels: Readonly<Record<string, string>> = {}) =>
  published.find(
    (row) => row.indicator === indicator && row.axis === axis && row.bucket === bucket && row.labels === JSON.stringify(labels),
  );

/** Both axes, with the number that was published and the time it is about. */
const BUCKETS: readonly (readonly ["epoch" | "day", number, Time])[] = [
  ...EPOCHS.map((epoch) => ["epoch", epoch, epochTime(epoch)] as const),
  ...DAYS.map((day) => ["day", day, dayTime(day)] as const),
];

function expectTokens(row: VersionedRow | undefined, told: Told, time: Time, about: string): void {
  if (told.tokens === null) {
    expect(row?.value ?? null, about).toBeNull();
    return;
  }
  expect(row?.numerator, about).toBeCloseTo(told.tokens, 4);
  expect(row?.value, about).toBe((row?.numerator ?? 0) / (row?.denominator ?? 0));
  // A header's time ends in nanoseconds that the made-up days don't have.
  expect(row?.denominator, about).toBeCloseTo(daysOf(time), 9);
  if (told.coverage === null) expect(row?.coverage, about).toBeNull();
  else expect(row?.coverage, about).toBeCloseTo(told.coverage, 6);
}

it("every method fits the schema", () => checkMethods(store.client, METHODS));

describe.each([
  ["aux.tokens_sessions", (time: Time) => t2(time)],
  ["aux.tokens_settled", (time: Time) => t1(time)],
  ["aux.tokens_host_counters", (time: Time) => t2b(time)],
  ["aux.tokens_mlnodes", (time: Time) => t3(time)],
  ["use.tokens_day", (time: Time) => headline(time)],
] as const)("%s", (indicator, truth) => {
  it("is what the stored facts give, computed without SQL, of every epoch and every UTC day", () => {
    for (const [axis, bucket, time] of BUCKETS)
      expectTokens(rowAt(indicator, axis, bucket), truth(time), time, `${indicator} ${axis} ${bucket}`);
    expect(
      published.filter((row) => row.indicator === indicator && row.axis === "day" && row.value !== null).length,
    ).toBeGreaterThan(20);
  });
});

it("days add up to their epoch where the epoch is made of whole days of counting", () => {
  // Nothing is counted twice at a bound, and nothing is lost: all days together are all that was told in them.
  const all: Time = { starts: dayTime(DAYS[0] ?? 0).starts, ends: dayTime(DAYS.at(-1) ?? 0).ends };
  for (const [indicator, truth] of [
    ["aux.tokens_sessions", t2],
    ["aux.tokens_settled", t1],
  ] as const) {
    const sum = DAYS.reduce((total, day) => total + (rowAt(indicator, "day", day)?.numerator ?? 0), 0);
    expect(sum, indicator).toBeCloseTo(truth(all).tokens ?? Number.NaN, 3);
  }
  // What grew over a silence across midnight is in no day.
  const counted = DAYS.reduce((total, day) => total + (rowAt("aux.tokens_host_counters", "day", day)?.numerator ?? 0), 0);
  const whole = t2b(all).tokens ?? 0;
  expect(counted).toBeLessThanOrEqual(whole);
  expect(counted).toBeGreaterThan(whole * 0.99);
});

describe("beside the network-wide row", () => {
  it("T2 is split by model and by kind, T2b by kind, T1 by model", () => {
    for (const [axis, bucket, time] of BUCKETS) {
      const about = `${axis} ${bucket}`;
      for (const model_id of MODELS) {
        const tokens = t2(time, { model: model_id });
        if (tokens.tokens) expectTokens(rowAt("aux.tokens_sessions", axis, bucket, { model_id }), tokens, time, about);
        const paid = t1(time, { model: model_id });
        if (paid.tokens) expectTokens(rowAt("aux.tokens_settled", axis, bucket, { model_id }), paid, time, about);
      }
      for (const kind of ["prompt", "completion"] as const) {
        const row = rowAt("aux.tokens_sessions", axis, bucket, { kind });
        expect(row?.numerator ?? 0, about).toBe(t2(time, { kind }).tokens);
        const counts = t2b(time, { kind }).tokens;
        expect(rowAt("aux.tokens_host_counters", axis, bucket, { kind })?.numerator ?? null, about).toBe(counts);
      }
    }
  });

  it("the headline names its estimator, says what it saw, and is provisional below 0.8", () => {
    const chosen = new Set<string>();
    for (const [axis, bucket, time] of BUCKETS) {
      const { estimator, coverage, tokens } = headline(time);
      chosen.add(estimator);
      const row = rowAt("use.tokens_day", axis, bucket);
      const named = published.filter(
        (one) =>
          one.indicator === "use.tokens_day" && one.axis === axis && one.bucket === bucket && one.labels.includes("estimator"),
      );
      expect(named.map(({ labels, numerator }) => [labels, numerator])).toEqual([[JSON.stringify({ estimator }), tokens]]);
      expect(row?.note, `${axis} ${bucket}`).toMatch(new RegExp(`^${estimator}, `));
      if ((coverage ?? 0) < 0.8) {
        expect(row?.state, `${axis} ${bucket}`).toBe("provisional");
        expect(row?.note).toMatch(/no estimator saw 80 % of the bucket/);
      } else if (row?.state === "ok") expect(row.note).not.toMatch(/no estimator/);
    }
    expect([...chosen].sort()).toEqual(["T1", "T2", "T2b"]);
  });

  it("a partial day at the chain's first and last blocks is not a day", () => {
    const last = dayOf(startOf(DEMAND, DEMAND.last + 1).getTime());
    expect(rowAt("use.tokens_day", "day", last)).toBeUndefined();
  });
});

describe("aux.busy_share", () => {
  it("is the share of scrapes with requests running, by GPUs, with the part of the GPU time that was watched", () => {
    let numbers = 0;
    for (const [axis, bucket, time] of BUCKETS) {
      const truth = busy(time);
      const row = rowAt("aux.busy_share", axis, bucket);
      if (truth.share === null) {
        expect(row?.value ?? null, `${axis} ${bucket}`).toBeNull();
        continue;
      }
      numbers++;
      expect(row?.value, `${axis} ${bucket} ${row?.note}`).toBeCloseTo(truth.share, 9);
      expect(row?.coverage, `${axis} ${bucket}`).toBeCloseTo(truth.coverage, 9);
      expect(row?.samples).toBe(truth.scrapes);
      expect(rowAt("aux.busy_share", axis, bucket, { model_id: MODELS[0] })?.value).toBeCloseTo(truth.share, 9);
    }
    expect(numbers).toBeGreaterThan(20);
  });
});

describe("aux.tokens_host_epoch_stats", () => {
  it("is the chain's sums over the price, with the hosts that were not told of", () => {
    for (const epoch of EPOCHS.slice(0, -1)) {
      const row = rowAt("aux.tokens_host_epoch_stats", "epoch", epoch);
      expect(row?.numerator, `${epoch} ${row?.note}`).toBeCloseTo(t1Dash(epoch), 6);
      if (epoch === 5) expect(row?.coverage).toBeLessThan(1);
      else expect(row?.coverage).toBe(1);
    }
  });
});

describe("aux.tokens_reconciliation", () => {
  it("compares what both saw, of all hosts and of each", () => {
    let [pairs, hosts] = [0, 0];
    for (const [axis, bucket, time] of BUCKETS) {
      const diffs = t2(time);
      const others = { "T1/T2": t1(time), "T2b/T2": t2b(time) };
      for (const [pair, other] of Object.entries(others)) {
        const row = rowAt("aux.tokens_reconciliation", axis, bucket, { pair });
        const both = other.tokens !== null && (other.coverage ?? 0) >= 0.8 && (diffs.coverage ?? 0) >= 0.8;
        if (!both) {
          expect(row, `${axis} ${bucket} ${pair}`).toBeUndefined();
          continue;
        }
        pairs++;
        expect(row?.numerator).toBeCloseTo(other.tokens ?? Number.NaN, 4);
        expect(row?.denominator).toBe(diffs.tokens);
        for (const host of HOSTS) {
          const address = hostOf(host);
          const own = pair === "T1/T2" ? t1(time, { host: address }) : t2b(time, { host: address });
          const of = t2(time, { host: address }).tokens ?? 0;
          const told = rowAt("aux.tokens_reconciliation", axis, bucket, { address, pair });
          if (pair === "T2b/T2" && watched(host, time) < 0.8) {
            expect(told).toBeUndefined();
            continue;
          }
          if (!own.tokens || of === 0) continue;
          hosts++;
          expect(told?.value, `${axis} ${bucket} ${pair} ${address}`).toBeCloseTo(own.tokens / of, 9);
        }
      }
    }
    expect(pairs).toBeGreaterThan(10);
    expect(hosts).toBeGreaterThan(50);
  });
});

it("explains a day: which epochs it has parts of, and SQL that gives the same number in any client", async () => {
  const day = DAYS.find((one) => rowAt("use.tokens_day", "day", one)?.state === "ok") ?? 0;
  const explained = await explain(store.client, {
    chain: DEMAND.chain,
    indicator: "use.tokens_day",
    epoch: null,
    day: dateOf(day),
    method: null,
    now: startOf(DEMAND, DEMAND.last + 1),
    most: 10,
  });
  const answer = await store.client.query({
    query: explained.sql,
    format: "JSONEachRow",
    clickhouse_settings: { aggregate_functions_null_for_empty: 0, join_use_nulls: 0, session_timezone: "Asia/Tokyo" },
  });
  const rows = await answer.json<{ day: number; labels: Record<string, string>; value: number | null }>();
  expect(rows.find(({ labels }) => Object.keys(labels).length === 0)).toMatchObject({
    day,
    value: rowAt("use.tokens_day", "day", day)?.value,
  });
  expect(explained.completeness.own).toMatch(/^complete/);
});

describe("on a chain of its own", () => {
  const chain = { chain: "quiet", first: 1, last: 3, days: 10 };
  const day = (epoch: number) => dayOf(startOf(chain, epoch).getTime()) + 2;
  const evaluated = async (of: typeof chain) => {
    await evaluate(store.client, { chain: of.chain, now: startOf(of, of.last + 1), methods: METHODS });
    const rows = await readPublished(store.client, of.chain, { networkOnly: true });
    return (indicator: string, axis: "epoch" | "day", bucket: number) =>
      rows.find((row) => row.indicator === indicator && row.axis === axis && row.bucket === bucket);
  };

  it("without sessions, and with all its blocks, zero is true", async () => {
    await storeMadeUpChain(store.client, chain);
    await storeObservations(store.client, chain, () => true);
    const at = await evaluated(chain);
    for (const [axis, bucket] of [
      ["epoch", 2],
      ["day", day(2)],
    ] as const) {
      for (const indicator of ["aux.tokens_settled", "aux.tokens_sessions", "use.tokens_day"])
        expect(at(indicator, axis, bucket), indicator).toMatchObject({ value: 0, numerator: 0, coverage: 1, state: "ok" });
      for (const indicator of ["aux.tokens_host_counters", "aux.tokens_mlnodes"])
        expect(at(indicator, axis, bucket), indicator).toMatchObject({ value: null, state: "no_data" });
      expect(at("aux.tokens_reconciliation", axis, bucket)).toMatchObject({ value: null, state: "not_enough_data" });
    }
    expect(at("aux.tokens_host_epoch_stats", "epoch", 2)).toMatchObject({ value: 0, state: "provisional" });
  });

  it("without a block, nothing is known, and that is no zero", async () => {
    const torn = { ...chain, chain: "torn" };
    await storeMadeUpChain(store.client, torn);
    await storeObservations(store.client, torn, (height) => height !== epochRow(2).effective_height + 50);
    const at = await evaluated(torn);
    for (const indicator of ["aux.tokens_settled", "aux.tokens_sessions", "use.tokens_day"]) {
      expect(at(indicator, "epoch", 1), indicator).toMatchObject({ value: 0 });
      expect(at(indicator, "epoch", 2), indicator).toMatchObject({ value: null, state: "no_data" });
      expect(at(indicator, "epoch", 2)?.note, indicator).toMatch(/1 of the epoch's 100 blocks are not stored/);
      expect(at(indicator, "day", day(2)), indicator).toMatchObject({ value: null, state: "no_data" });
    }
  });

  it("of which only the epochs were collected has no data", async () => {
    const recorded = { ...chain, chain: "recorded" };
    await storeMadeUpChain(store.client, recorded);
    const at = await evaluated(recorded);
    for (const { indicator } of METHODS)
      expect(at(indicator, "epoch", 2), indicator).toMatchObject({ value: null, state: "no_data" });
  });
});

it("a host that makes up its counters stands out, and the headline stays what the diffs say", async () => {
  const epoch = 6;
  const before = rowAt("use.tokens_day", "epoch", epoch);
  expect(before?.note).toMatch(/^T2, /);
  const liar = 1;
  await storeCounters(store.client, (scrape) => (scrape.host === liar ? 1_000_000 : 1));
  await evaluate(store.client, { chain: DEMAND.chain, now: startOf(DEMAND, DEMAND.last + 1), methods: METHODS });
  const now = await readPublished(store.client, DEMAND.chain, { axis: "epoch", firstBucket: epoch, lastBucket: epoch });
  expect(now.find(({ indicator, labels }) => indicator === "use.tokens_day" && labels === "{}")?.value).toBe(before?.value);
  const ratios = now.filter(({ indicator, labels }) => indicator === "aux.tokens_reconciliation" && labels.includes("T2b/T2"));
  const hosts = ratios.filter(({ labels }) => labels.includes("address")).sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  expect(hosts[0]?.labels).toContain(hostOf(liar));
  expect(hosts[0]?.value ?? 0).toBeGreaterThan(1000 * (hosts[1]?.value ?? Number.NaN));
});
