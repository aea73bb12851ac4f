import { TupleParam } from "@clickhouse/client";
import { z } from "zod";
import { type Axis, type PublishedRow, publishedRow } from "../../../indicators/evaluator/published.ts";
import { AT, at, queryRows } from "../../../storage/read/query.ts";
import type { ValidRange } from "../../snapshot/valid-methods.ts";
import type { Reading } from "../../state.ts";
import { invalidParameter } from "../errors.ts";

/** Condition on rows of `published`: at a bucket, the method that holds there. */
export const VALID_THERE =
  "arrayExists(valid -> valid.1 = method AND bucket BETWEEN valid.2 AND valid.3, {ranges:Array(Tuple(UInt16, UInt32, UInt32))})";
export const rangesParam = (ranges: readonly Omit<ValidRange, "indicator">[]) =>
  ranges.map(({ method, first, last }) => new TupleParam([method, first, last]));

const cursor = z.tuple([z.int().min(0), z.int().min(0), z.string()]);
/** The last point of a page: bucket, method, labels as canonical JSON. */
export type Cursor = z.infer<typeof cursor>;

export const encodeCursor = (last: Cursor): string => Buffer.from(JSON.stringify(last)).toString("base64url");

/** @throws ApiError 400 */
export function decodeCursor(text: string): Cursor {
  const refused = () => invalidParameter("after: expected what `next` of the page before says");
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    throw refused();
  }
  const result = cursor.safeParse(json);
  if (!result.success) throw refused();
  return result.data;
}

export interface RowsWanted {
  readonly indicator: string;
  readonly axis: Axis;
  readonly ranges: readonly Omit<ValidRange, "indicator">[];
  readonly first: number;
  readonly last: number;
  readonly networkOnly: boolean;
  readonly after: Cursor | null;
  readonly limit: number;
}

/** Published rows by bucket, method and labels with the network-wide row first; one more than `limit` where there are more. */
export function readSeriesRows({ store, snapshot }: Reading, wanted: RowsWanted): Promise<PublishedRow[]> {
  const { indicator, axis, ranges, first, last, networkOnly, after, limit } = wanted;
  const [bucket, method, labels] = after ?? [0, 0, ""];
  return queryRows(
    store.client,
    publishedRow,
    `SELECT indicator, method, axis, bucket, labels, value, numerator, denominator, coverage, samples, state, note, sources
     FROM published(${AT})
     WHERE indicator = {indicator:String} AND axis = {axis:String} AND bucket BETWEEN {first:UInt32} AND {last:UInt32}
       AND ${VALID_THERE} ${networkOnly ? "AND labels = '{}'" : ""}
       ${after ? "AND (bucket, method, labels != '{}', labels) > ({bucket:UInt32}, {method:UInt16}, {labels:String} != '{}', {labels:String})" : ""}
     ORDER BY bucket, method, labels != '{}', labels LIMIT {rows:UInt32}`,
    {
      ...at(snapshot.chain, snapshot.asOf),
      indicator,
      axis,
      ranges: rangesParam(ranges),
      first: Math.max(first, bucket),
      last,
      bucket,
      method,
      labels,
      rows: limit + 1,
    },
  );
}
