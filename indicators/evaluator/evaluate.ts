import type { ClickHouseClient } from "@clickhouse/client";
import { decideClock, decideHead } from "../../chain/head.ts";
import { readObserved } from "../../storage/read/observed.ts";
import { Standing } from "../../storage/read/standing.ts";
import { type Epoch, readClocks, readEpochs, readHeads, readVotes, type Vote } from "../../storage/read/votes.ts";
import { microsecondClock } from "../../storage/write/clock.ts";
import type { Method } from "../method.ts";
import { METHODS } from "../methods/index.ts";
import { FactsInventory } from "./completeness.ts";
import { computeMethod } from "./compute.ts";
import { type DayBucket, dayBuckets } from "./days.ts";
import { readCounts, readEvaluations } from "./ledger.ts";
import { keyOf, type Plan, planOf } from "./plan.ts";
import type { Axis, PublishedRow } from "./published.ts";
import { Publisher } from "./publisher.ts";
import { readSwitches } from "./switches.ts";

export interface EvaluateOptions {
  readonly chain: string;
  /** The injected clock: the wall's, or the recorded head's. */
  readonly now: Date;
  readonly methods?: readonly Method[];
  readonly onProgress?: (done: number, of: number, method: Method) => void;
  /** Waited for before each method: where the evaluation gives way to others. */
  readonly giveWay?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/** What an evaluation wrote, and what it found as published. */
export interface EvaluateSummary {
  rows_written: number;
  rows_unchanged: number;
  errors: number;
}

/** The engine plans a query on one thread, for most of its time: two keep two cores busy. */
const METHODS_AT_ONCE = 2;

/**
 * Computes what changed: every method at every epoch asked for so far and every UTC day between, as of one moment. A bucket is computed
 * again only when its method or an answer it reads has changed; a row is published only when it differs from what was.
 */
export async function evaluate(client: ClickHouseClient, options: EvaluateOptions): Promise<EvaluateSummary> {
  const { chain, methods = METHODS } = options;
  const asOf = microsecondClock();
  const [votes, epochs, heads, clocks, done, counts] = await Promise.all([
    readVotes(client, chain, asOf),
    readEpochs(client, chain, asOf),
    readHeads(client, chain, asOf),
    readClocks(client, chain, asOf),
    readEvaluations(client, chain),
    readCounts(client, chain),
  ]);
  const clockDisputed = decideHead(heads).kind === "disputed" || decideClock(clocks).kind === "disputed";
  const [observed, switches] = await Promise.all([readObserved(client, chain, asOf, epochs), readSwitches(client, chain, asOf)]);
  const inventory = new FactsInventory({ votes, epochs, observed, switches });
  const allEpochs = epochBuckets(votes);
  const allDays = dayBuckets(epochs, options.now);
  const publisher = new Publisher(client, chain, asOf);
  let unchanged = 0;

  const evaluateMethod = async (standing: Standing, declared: Method) => {
    const first = declared.startsWithFacts ? inventory.firstWithFacts(declared, allEpochs) : declared.validFromEpoch;
    const method = { ...declared, validFromEpoch: first ?? declared.validFromEpoch };
    const holds = (epoch: number) => !declared.startsWithFacts || (first !== null && epoch >= first);
    const plan = planOf(method, inventory, holds, allEpochs, allDays, clockDisputed);
    const changed = new Set([...plan.hashes].flatMap(([key, hash]) => (done.get(key) === hash ? [] : [key])));
    for (const key of bucketsGone(method, counts, plan)) changed.add(key);
    for (const [key, rows] of counts)
      if (key.startsWith(`${method.indicator}|${method.version}|`) && !changed.has(key)) unchanged += rows;
    if (changed.size === 0) return;

    const rows = await rowsOf(standing, method, plan, changed, clockDisputed);
    const buckets = new Map([...changed].map((key) => [key, plan.hashes.get(key) ?? ""]));
    await publisher.add({ indicator: method.indicator, rows, buckets });
  };

  let begun = 0;
  let failed = false;
  const line = methods.values();
  const work = async () => {
    const standing = new Standing(client, chain, asOf);
    for (const method of line) {
      if (failed) return;
      options.signal?.throwIfAborted();
      await options.giveWay?.();
      options.onProgress?.(begun++, methods.length, method);
      await evaluateMethod(standing, method);
    }
  };
  const stopAll = (error: unknown) => {
    failed = true;
    throw error;
  };
  const ended = await Promise.allSettled(Array.from({ length: METHODS_AT_ONCE }, () => work().catch(stopAll)));
  await publisher.flush();
  for (const end of ended) if (end.status === "rejected") throw end.reason;
  return { rows_written: publisher.written, rows_unchanged: unchanged + publisher.unchanged, errors: 0 };
}

/** Epochs that have a bucket: every one asked for and not said to be absent, and the gaps between those that any source told of. */
export function epochBuckets(votes: readonly Vote[]): number[] {
  const roots = votes.filter(({ topic }) => topic === "epoch_group");
  const asked = roots.filter(({ verdict }) => verdict !== "absent").map(({ epoch }) => epoch);
  const told = roots.filter(({ verdict }) => verdict === "agreed" || verdict === "disputed").map(({ epoch }) => epoch);
  const first = Math.min(...told);
  const gaps = told.length === 0 ? [] : Array.from({ length: Math.max(...told) - first + 1 }, (_, offset) => first + offset);
  return [...new Set([...asked, ...gaps])].sort((a, b) => a - b);
}

/** Published buckets that no longer exist: an epoch that turned out never to have been, a day after a `now` that was set back. */
function bucketsGone({ indicator, version }: Method, counts: ReadonlyMap<string, number>, { hashes }: Plan): string[] {
  return [...counts.keys()].filter((key) => key.startsWith(`${indicator}|${version}|`) && !hashes.has(key));
}

/** The rows of the buckets that changed, computed anew. */
async function rowsOf(
  standing: Standing,
  method: Method,
  { epochs, days, ownDays }: Plan,
  changed: ReadonlySet<string>,
  clockDisputed: boolean,
): Promise<PublishedRow[]> {
  const isChanged = (axis: Axis) => (bucket: number) => changed.has(keyOf(method, axis, bucket));
  const changedDays = days.filter(({ day }) => isChanged("day")(day));
  const daysEpochs = new Set(ownDays ? [] : changedDays.map(({ epoch }) => epoch));
  const ofEpochs = await computeMethod(
    standing,
    method,
    "epoch",
    [...epochs.values()].filter(({ epoch }) => isChanged("epoch")(epoch) || daysEpochs.has(epoch)),
    clockDisputed,
  );
  const ofDays = await computeMethod(
    standing,
    method,
    "day",
    [...(ownDays?.values() ?? [])].filter(({ bucket }) => isChanged("day")(bucket)),
    clockDisputed,
  );
  return [
    ...ofEpochs.filter(({ bucket }) => isChanged("epoch")(bucket)),
    ...changedDays.flatMap((day) =>
      dayRows(
        method,
        day,
        ownDays ? ofDays.filter(({ bucket }) => bucket === day.day) : ofEpochs.filter(({ bucket }) => bucket === day.epoch),
      ),
    ),
  ];
}

/** A day's rows are its own or those of its epoch; provisional while the day runs. */
function dayRows(method: Method, { day, epoch, over, lostSince }: DayBucket, rows: readonly PublishedRow[]): PublishedRow[] {
  const base = { indicator: method.indicator, method: method.version, axis: "day" as const, bucket: day };
  if (epoch === null) {
    const nothing = { value: null, numerator: null, denominator: null, coverage: null, samples: null, sources: null };
    const why =
      lostSince === null
        ? { state: "no_data" as const, note: "no collected epoch was effective at the day's end" }
        : { state: "source_lost" as const, note: `no source has told where the chain stands since ${lostSince}` };
    return [{ ...base, ...nothing, labels: "{}", ...why }];
  }
  return rows.map((row) => ({ ...row, ...base, ...(over || row.state !== "ok" ? {} : { state: "provisional" as const }) }));
}

/** The epochs and days that have buckets, for readers that list states of indicators without a method. */
export const bucketsOf = (votes: readonly Vote[], epochs: readonly Epoch[], now: Date) => ({
  epochs: epochBuckets(votes),
  days: dayBuckets(epochs, now),
});
