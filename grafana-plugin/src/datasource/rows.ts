import type { TimeRange } from "@grafana/data";
import { bucketName, bucketOf, bucketsInWords } from "../charts/series-model.ts";
import type { Point, Series, State } from "../client/types.ts";
import { hasNumber } from "../format/states.ts";

/** A row of a frame: a bucket, or a gap between two. */
export interface Row {
  /** Where the bucket begins, in ms since 1970. */
  readonly time: number;
  readonly value: number | null;
  /** Share of reality seen, 0 to 1; null where the whole is unknown. */
  readonly coverage: number | null;
  /** null for buckets that the series doesn't list. */
  readonly state: State | null;
  /** The epoch or the day. */
  readonly bucket: string;
  readonly note: string;
}

/** Where a bucket begins, in ms since 1970; null where nobody knows, as of an epoch whose blocks were never read. */
export const timeOf = ({ starts_at: startsAt }: Pick<Point, "starts_at">): number | null =>
  startsAt === null ? null : Date.parse(startsAt);

/** Rows of the points of one set of labels, method and estimator, oldest first, that lie in the range or reach into it. */
export function rowsOf(axis: Series["axis"], points: readonly Point[], { from, to }: Pick<TimeRange, "from" | "to">): Row[] {
  const rows: Row[] = [];
  let before: { readonly bucket: number; readonly time: number; readonly end: number | null } | null = null;
  for (const point of points) {
    const time = timeOf(point);
    if (time === null) continue;
    const bucket = bucketOf(point);
    const end = point.ends_at === null ? null : Date.parse(point.ends_at);
    if (before !== null && bucket > before.bucket + 1)
      rows.push(gap(axis, before.bucket + 1, bucket - 1, before.end ?? before.time + 1));
    const value = hasNumber(point.state) ? point.value : null;
    rows.push({ time, value, coverage: point.coverage, state: point.state, bucket: bucketName(axis, bucket), note: point.note });
    before = { bucket, time, end };
  }
  const ends = rows.map((_, index) => rows[index + 1]?.time ?? before?.end ?? Number.POSITIVE_INFINITY);
  return rows.filter(({ time }, index) => time <= to.valueOf() && (ends[index] ?? time) > from.valueOf());
}

/** Stands where buckets are missing, so that no line is drawn across them. */
const gap = (axis: Series["axis"], first: number, last: number, time: number): Row => ({
  time,
  value: null,
  coverage: null,
  state: null,
  bucket: first === last ? bucketName(axis, first) : `${bucketName(axis, first)}–${bucketName(axis, last)}`,
  note: `${bucketsInWords(axis, first, last)}: no value of this series`,
});
