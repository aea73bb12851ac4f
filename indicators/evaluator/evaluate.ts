import { createHash } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { decideClock, decideHead } from "../../chain/head.ts";
import { at, count, queryRows } from "../../storage/read/query.ts";
import { type Epoch, readClocks, readEpochs, readHeads, readVotes, type Vote } from "../../storage/read/votes.ts";
import { BatchWriter } from "../../storage/write/batch-writer.ts";
import { microsecondClock } from "../../storage/write/clock.ts";
import type { Method } from "../method.ts";
import { METHODS } from "../methods/index.ts";
import { type Completeness, FactsInventory } from "./completeness.ts";
import { type Bucket, computeMethod } from "./compute.ts";
import { type DayBucket, dayBuckets } from "./days.ts";
import { methodQuery } from "./method-sql.ts";
import { AXES, contentOf, type PublishedRow, readPublished, rowKey, VALUE_COLUMNS, valueCells } from "./published.ts";

export interface EvaluateOptions {
  readonly chain: string;
  /** The injected clock: the wall's, or the recorded head's. */
  readonly now: Date;
  readonly methods?: readonly Method[];
  readonly onProgress?: (done: number, of: number, method: Method) => void;
  readonly signal?: AbortSignal;
}

/** What an evaluation wrote, and what it found as published. */
export interface EvaluateSummary {
  rows_written: number;
  rows_unchanged: number;
  errors: number;
}

const evaluationRow = z.object({
  indicator: z.string(),
  method: z.int(),
  axis: z.enum(AXES),
  bucket: z.int(),
  inputs_hash: z.string(),
});
const EVALUATION_COLUMNS = ["chain_id", "indicator", "method", "axis", "bucket", "inputs_hash", "evaluated_at"] as const;

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
  const inventory = new FactsInventory(votes, epochs);
  const allEpochs = epochBuckets(votes);
  const allDays = dayBuckets(epochs, options.now);
  const writer = new BatchWriter(client);
  const summary: EvaluateSummary = { rows_written: 0, rows_unchanged: 0, errors: 0 };

  for (const [index, method] of methods.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.(index, methods.length, method);
    const isDue = (epoch: number) => inventory.isDue(method, epoch);
    const days = allDays.filter(({ epoch }) => epoch === null || isDue(epoch));
    const states = new Map(allEpochs.filter(isDue).map((epoch) => [epoch, bucketOf(inventory, method, epoch)]));
    const hashes = new Map([...states].map(([epoch, bucket]) => [epoch, inputsHash(method, bucket, clockDisputed)]));
    const changed = new Set<string>();
    for (const [epoch, hash] of hashes) mark(changed, done, method, "epoch", epoch, hash);
    for (const day of days) mark(changed, done, method, "day", day.day, dayHash(day, hashes));
    for (const [key, rows] of counts)
      if (key.startsWith(`${method.indicator}|${method.version}|`) && !changed.has(key)) summary.rows_unchanged += rows;
    if (changed.size === 0) continue;

    const wantedEpochs = epochsToCompute(method, changed, days);
    const computed = await computeMethod(
      client,
      method,
      [...states.values()].filter(({ epoch }) => wantedEpochs.has(epoch)),
      { chain, as_of: asOf },
      clockDisputed,
    );
    const rows = [
      ...computed.filter(({ bucket }) => changed.has(`${method.indicator}|${method.version}|epoch|${bucket}`)),
      ...days
        .filter(({ day }) => changed.has(`${method.indicator}|${method.version}|day|${day}`))
        .flatMap((day) => dayRows(method, day, computed)),
    ];
    await publish(client, writer, chain, method, rows, changed, asOf, summary);
    await writer.flush();
    await writer.write(
      "evaluations",
      EVALUATION_COLUMNS,
      [...changed].map((key) => evaluationCells(chain, key, hashes, days, asOf)),
    );
  }
  await writer.flush();
  return summary;
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

const bucketOf = (inventory: FactsInventory, method: Method, epoch: number): Bucket => ({
  epoch,
  own: inventory.own(method, epoch),
  history: inventory.history(method, epoch),
});

function inputsHash(method: Method, { own, history }: Bucket, clockDisputed: boolean): string {
  const part = (facts: Completeness) =>
    facts.kind === "complete" ? ["complete", facts.final, facts.sources, ...facts.hashes] : [facts.kind, facts.detail];
  const final = own.kind === "complete" && own.final;
  const text = JSON.stringify([
    methodQuery(method),
    method.validFromEpoch,
    method.minSamples,
    part(own),
    part(history),
    final || clockDisputed,
  ]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

const dayHash = ({ epoch, over }: DayBucket, hashes: ReadonlyMap<number, string>) =>
  `${epoch ?? "none"} ${over} ${epoch === null ? "" : (hashes.get(epoch) ?? "")}`;

function mark(
  changed: Set<string>,
  done: ReadonlyMap<string, string>,
  method: Method,
  axis: string,
  bucket: number,
  hash: string,
): void {
  const key = `${method.indicator}|${method.version}|${axis}|${bucket}`;
  if (done.get(key) !== hash) changed.add(key);
}

function epochsToCompute(method: Method, changed: ReadonlySet<string>, days: readonly DayBucket[]): Set<number> {
  const prefix = `${method.indicator}|${method.version}|`;
  const wanted = new Set<number>();
  for (const key of changed) if (key.startsWith(`${prefix}epoch|`)) wanted.add(Number(key.slice(prefix.length + 6)));
  for (const { day, epoch } of days) if (epoch !== null && changed.has(`${prefix}day|${day}`)) wanted.add(epoch);
  return wanted;
}

/** A day's rows are those of its epoch; provisional while the day runs. */
function dayRows(method: Method, { day, epoch, over }: DayBucket, computed: readonly PublishedRow[]): PublishedRow[] {
  const base = { indicator: method.indicator, method: method.version, axis: "day" as const, bucket: day };
  if (epoch === null) {
    const nothing = { value: null, numerator: null, denominator: null, coverage: null, samples: null, sources: null };
    return [{ ...base, ...nothing, labels: "{}", state: "no_data", note: "no collected epoch was effective at the day's end" }];
  }
  return computed
    .filter(({ bucket }) => bucket === epoch)
    .map((row) => ({ ...row, ...base, ...(over || row.state !== "ok" ? {} : { state: "provisional" as const }) }));
}

async function publish(
  client: ClickHouseClient,
  writer: BatchWriter,
  chain: string,
  method: Method,
  rows: readonly PublishedRow[],
  changed: ReadonlySet<string>,
  publishedAt: string,
  summary: EvaluateSummary,
): Promise<void> {
  const isChanged = (row: PublishedRow) => changed.has(`${row.indicator}|${row.method}|${row.axis}|${row.bucket}`);
  const before = new Map(
    (await readPublished(client, chain, { indicator: method.indicator, method: method.version }))
      .filter(isChanged)
      .map((row) => [rowKey(row), row]),
  );
  const cells = [];
  for (const row of rows) {
    const old = before.get(rowKey(row));
    before.delete(rowKey(row));
    if (old && contentOf(old) === contentOf(row)) summary.rows_unchanged += 1;
    else cells.push(valueCells(chain, row, false, publishedAt));
  }
  for (const gone of before.values()) cells.push(valueCells(chain, gone, true, publishedAt));
  summary.rows_written += cells.length;
  await writer.write("indicator_values", VALUE_COLUMNS, cells);
}

function evaluationCells(
  chain: string,
  key: string,
  hashes: ReadonlyMap<number, string>,
  days: readonly DayBucket[],
  at: string,
) {
  const [indicator = "", method, axis = "", bucket] = key.split("|");
  const day = axis === "day" ? days.find((one) => one.day === Number(bucket)) : undefined;
  const hash = day ? dayHash(day, hashes) : (hashes.get(Number(bucket)) ?? "");
  return [chain, indicator, Number(method), axis, Number(bucket), hash, at];
}

async function readEvaluations(client: ClickHouseClient, chain: string): Promise<Map<string, string>> {
  const query = "SELECT indicator, method, axis, bucket, inputs_hash FROM evaluations FINAL WHERE chain_id = {chain:String}";
  const rows = await queryRows(client, evaluationRow, query, { chain });
  return new Map(rows.map((row) => [`${row.indicator}|${row.method}|${row.axis}|${row.bucket}`, row.inputs_hash]));
}

async function readCounts(client: ClickHouseClient, chain: string): Promise<Map<string, number>> {
  const row = z.object({ key: z.string(), rows: count });
  const query = `SELECT concat(indicator, '|', toString(method), '|', toString(axis), '|', toString(bucket)) AS key, count() AS rows
    FROM published(chain = {chain:String}, as_of = {as_of:DateTime64(6)}) GROUP BY key`;
  const rows = await queryRows(client, row, query, at(chain, "2299-12-31 00:00:00"));
  return new Map(rows.map(({ key, rows }) => [key, rows]));
}

/** The epochs and days that have buckets, for readers that list states of indicators without a method. */
export const bucketsOf = (votes: readonly Vote[], epochs: readonly Epoch[], now: Date) => ({
  epochs: epochBuckets(votes),
  days: dayBuckets(epochs, now),
});
