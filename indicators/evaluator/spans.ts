import type { Epoch } from "../../storage/read/votes.ts";

const DAY_MS = 86_400_000;
const NANOS = 1_000_000n;

/** When a bucket begins and ends, in unix nanoseconds. */
export interface Span {
  readonly bucket: number;
  readonly starts: bigint;
  readonly ends: bigint;
}

/** The wanted buckets that have both ends, as parameters of a query. */
export interface SpanParams {
  readonly buckets: readonly number[];
  readonly starts: readonly bigint[];
  readonly ends: readonly bigint[];
}

/** An ISO time of the chain, to its nanosecond. */
function nanosecondsOf(iso: string): bigint {
  const fraction = /\.(\d+)/.exec(iso)?.[1] ?? "";
  return (
    BigInt(Math.floor(Date.parse(iso.replace(/\.\d+/, "")) / 1000)) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0").slice(0, 9))
  );
}

/** When an epoch was; null where it isn't over, or where one of its ends isn't known. */
export const epochSpan = ({ epoch, starts_at, ends_at }: Epoch): Span | null =>
  starts_at === null || ends_at === null
    ? null
    : { bucket: epoch, starts: nanosecondsOf(starts_at), ends: nanosecondsOf(ends_at) };

/** A UTC day, by days since 1970-01-01. */
export const daySpan = (day: number): Span => ({
  bucket: day,
  starts: BigInt(day * DAY_MS) * NANOS,
  ends: BigInt((day + 1) * DAY_MS) * NANOS,
});

export const spanParams = (spans: readonly (Span | null)[]): SpanParams => {
  const known = spans.filter((span) => span !== null);
  return {
    buckets: known.map(({ bucket }) => bucket),
    starts: known.map(({ starts }) => starts),
    ends: known.map(({ ends }) => ends),
  };
};
