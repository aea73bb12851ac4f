import { TupleParam } from "@clickhouse/client";
import { z } from "zod";
import { readMethodStarts } from "../../indicators/evaluator/method-starts.ts";
import { type PublishedRow, publishedRow } from "../../indicators/evaluator/published.ts";
import type { Method } from "../../indicators/method.ts";
import { METHODS, type MethodStarts, methodAt, methodsOf } from "../../indicators/methods/index.ts";
import {
  type AuxiliarySeries,
  type Indicator,
  roadmap,
  STATE_MEANING,
  type State,
  stateWithoutMethod,
} from "../../roadmap/index.ts";
import { AT, at, queryRows } from "../../storage/read/query.ts";
import type { Epoch } from "../../storage/read/votes.ts";
import { groupBy } from "../group-by.ts";
import type { Store } from "../store.ts";
import { remembered } from "./remembered.ts";
import { validRanges } from "./valid-methods.ts";

/** The newest epoch bucket whose network-wide row has a number. */
export interface NewestValue {
  readonly epoch: number;
  readonly value: number;
  readonly row: PublishedRow;
  readonly startsAt: string | null;
  /** ISO 8601. Null while the epoch runs, or where the block that ended it is not known: `running` tells which. */
  readonly endsAt: string | null;
  readonly running: boolean;
}

/** What we have of one indicator or auxiliary series. */
export interface IndicatorStatus {
  readonly id: string;
  readonly entry: Entry;
  /** Of the newest epoch bucket that was evaluated. */
  readonly state: State;
  readonly note: string;
  /** That bucket; null before the first evaluation, and for an indicator without a method. */
  readonly stateEpoch: number | null;
  /** The method that holds at the newest bucket; null where there is none yet. */
  readonly method: Method | null;
  readonly newest: NewestValue | null;
}

export type Entry =
  | { readonly kind: "indicator"; readonly indicator: Indicator }
  | { readonly kind: "auxiliary"; readonly series: AuxiliarySeries };

/** The catalogue: 139 indicators, then the auxiliary series. */
export const ENTRIES: readonly (Entry & { readonly id: string })[] = [
  ...roadmap.indicators.map((indicator) => ({ kind: "indicator" as const, id: indicator.id, indicator })),
  ...roadmap.auxiliary.map((series) => ({ kind: "auxiliary" as const, id: series.id, series })),
];

/** The state of an entry that no method computes. */
export const stateOfUncomputed = (entry: Entry): State =>
  entry.kind === "indicator" ? stateWithoutMethod(entry.indicator) : "no_data";

/** What was published, as far as the snapshot needs it. */
export interface PublishedNow {
  /** Where on this chain the methods that wait for their facts begin to hold. */
  readonly starts: MethodStarts;
  readonly rows: readonly PublishedRow[];
}

/** Reads it again only where something was published since. */
export type PublishedReader = (store: Store, asOf: string) => Promise<PublishedNow>;

// Of two evaluations at once, the one that began first may store last: the newest row alone would not show it.
const CHANGE = `SELECT concat(toString(count()), ' ', ifNull(toString(max(published_at)), '')) AS change
  FROM indicator_values WHERE chain_id = {chain:String} AND published_at <= {as_of:DateTime64(6)}`;

export function createPublishedReader(): PublishedReader {
  const lastRead = remembered<PublishedNow>();
  return async (store, asOf) => {
    const { client, chain } = store;
    const [row] = await queryRows(client, z.object({ change: z.string() }), CHANGE, at(chain, asOf));
    return await lastRead(`${chain} ${row?.change ?? ""}`, async () => {
      const starts = await readMethodStarts(client, chain, asOf);
      return { starts, rows: await readNewestRows(store, asOf, starts) };
    });
  };
}

/** The status of every entry, by the method that holds at each bucket. */
export function indicatorsOf({ starts, rows: published }: PublishedNow, epochs: readonly Epoch[]): IndicatorStatus[] {
  const byIndicator = groupBy(published, ({ indicator }) => indicator);
  const byEpoch = new Map(epochs.map((epoch) => [epoch.epoch, epoch]));
  return ENTRIES.map((entry): IndicatorStatus => {
    const rows = byIndicator.get(entry.id) ?? [];
    const [last] = rows;
    const base = { id: entry.id, entry, newest: newestValue(rows, byEpoch) };
    if (last) {
      const method = methodAt(entry.id, last.bucket, starts) ?? null;
      return { ...base, state: last.state, note: last.note, stateEpoch: last.bucket, method };
    }
    const method = methodsOf(entry.id).at(-1) ?? null;
    const state = method ? "no_data" : stateOfUncomputed(entry);
    return { ...base, state, note: STATE_MEANING[state], stateEpoch: null, method };
  });
}

function newestValue(rows: readonly PublishedRow[], epochs: ReadonlyMap<number, Epoch>): NewestValue | null {
  for (const row of rows) {
    if (row.value === null) continue;
    const epoch = epochs.get(row.bucket);
    return {
      epoch: row.bucket,
      value: row.value,
      row,
      startsAt: epoch?.starts_at ?? null,
      endsAt: epoch?.ends_at ?? null,
      running: epoch !== undefined && epoch.last_height === 0,
    };
  }
  return null;
}

/** Of each indicator the newest network-wide row with a number and the newest without one, newest first. */
function readNewestRows({ client, chain }: Store, asOf: string, starts: MethodStarts): Promise<PublishedRow[]> {
  const ranges = [...new Set(METHODS.map(({ indicator }) => indicator))].flatMap((indicator) =>
    validRanges(indicator, "epoch", [], starts),
  );
  return queryRows(
    client,
    publishedRow,
    `SELECT indicator, method, axis, bucket, labels, value, numerator, denominator, coverage, samples, state, note, sources
     FROM published(${AT})
     WHERE axis = 'epoch' AND labels = '{}' AND arrayExists(valid -> valid.1 = indicator AND valid.2 = method AND bucket BETWEEN valid.3 AND valid.4,
       {ranges:Array(Tuple(String, UInt16, UInt32, UInt32))})
     ORDER BY indicator, bucket DESC LIMIT 1 BY indicator, isNull(value)`,
    {
      ...at(chain, asOf),
      ranges: ranges.map(({ indicator, method, first, last }) => new TupleParam([indicator, method, first, last])),
    },
  );
}

/**
 * Seconds from the end of the bucket to `now`; 0 while its epoch runs; null where its end is not known.
 */
export function ageSeconds({ endsAt, running }: Pick<NewestValue, "endsAt" | "running">, now: Date): number | null {
  if (running) return 0;
  return endsAt === null ? null : Math.max(0, (now.getTime() - Date.parse(endsAt)) / 1000);
}
