import type { Break, Point, Series, State } from "../client/types.ts";
import { hasNumber, STATE_WORDS } from "../format/states.ts";
import { boundsOf } from "./bounds.ts";

const DAY_MS = 86_400_000;

/** A bucket with a number. */
export interface ChartPoint {
  /** The epoch, or days since 1970. */
  readonly x: number;
  readonly value: number;
  /** What the unseen part of reality could make of it; null where that can't be told. */
  readonly bounds: readonly [number, number] | null;
  readonly point: Point;
}

/** Buckets in a row without a number, for one reason. */
export interface ChartGap {
  readonly first: number;
  readonly last: number;
  /** `never_asked` stands for buckets that the series doesn't even list. */
  readonly reason: State | "never_asked";
}

/** What is before and after isn't the same measure: another method holds, or it takes another estimator. */
export interface ChartBreak {
  readonly x: number;
  readonly kind: Break["kind"];
  /** What changed and why. */
  readonly words: string;
}

/** A series cut into what may be drawn as a line, and what must not. */
export interface SeriesModel {
  readonly axis: Series["axis"];
  readonly first: number;
  readonly last: number;
  /** Buckets next to each other by one method and estimator. Nothing is drawn between two runs. */
  readonly runs: readonly (readonly ChartPoint[])[];
  readonly gaps: readonly ChartGap[];
  readonly breaks: readonly ChartBreak[];
}

/** The bucket as a number that counts on by one. */
export function bucketOf({ epoch, day }: Pick<Point, "epoch" | "day">): number {
  if (epoch !== undefined) return epoch;
  if (day !== undefined) return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
  throw new Error("a point without epoch and day");
}

/** How a bucket is called. */
export const bucketName = (axis: Series["axis"], x: number): string =>
  axis === "epoch" ? String(x) : new Date(x * DAY_MS).toISOString().slice(0, 10);

/** `epochs 254–268`, `epoch 254`. */
export function bucketsInWords(axis: Series["axis"], first: number, last: number): string {
  const [from, to] = [bucketName(axis, first), bucketName(axis, last)];
  return first === last ? `${axis} ${from}` : `${axis}s ${from}–${to}`;
}

/** Why there is no number, in words. */
export const gapWords = (reason: ChartGap["reason"]): string =>
  reason === "never_asked" || reason === "no_data" ? "not collected" : STATE_WORDS[reason].word;

/** Cuts a series of network-wide points, oldest first; null where it has none. */
export function seriesModel({ axis, unit, points, breaks }: Series): SeriesModel | null {
  const [oldest, newest] = [points[0], points.at(-1)];
  if (!oldest || !newest) return null;
  const [first, last] = [bucketOf(oldest), bucketOf(newest)];
  const byBucket = new Map(points.map((point) => [bucketOf(point), point]));
  const runs: ChartPoint[][] = [];
  const gaps: ChartGap[] = [];
  const breaksHere = breaksWithin(axis, breaks, first, last);
  const cuts = new Set(breaksHere.map(({ x }) => x));
  let method: number | null = null;
  let open = false;
  for (let x = first; x <= last; x++) {
    const point = byBucket.get(x);
    if (point && hasNumber(point.state) && point.value !== null) {
      const bounds = boundsOf(point.value, point.coverage, unit);
      const chartPoint = { x, value: point.value, bounds, point };
      const run = runs.at(-1);
      if (run && open && method === point.method && !cuts.has(x)) run.push(chartPoint);
      else runs.push([chartPoint]);
      method = point.method;
      open = true;
      continue;
    }
    open = false;
    const reason = point?.state ?? "never_asked";
    const gap = gaps.at(-1);
    if (gap && gap.last === x - 1 && gap.reason === reason) gaps[gaps.length - 1] = { ...gap, last: x };
    else gaps.push({ first: x, last: x, reason });
  }
  return { axis, first, last, runs, gaps, breaks: breaksHere };
}

/** The bucket after a break; null where the series has none yet. */
export function breakBucket(axis: Series["axis"], { epoch, day }: Break): number | null {
  if (axis === "epoch") return epoch;
  return day === null ? null : bucketOf({ day });
}

/** What changed and why, in a sentence. */
export const breakWords = ({ kind, method, reason, estimator, estimator_before: before }: Break): string =>
  `${kind === "method" ? `method ${method}` : `${estimator} instead of ${before}`}: ${reason}`;

const breaksWithin = (axis: Series["axis"], breaks: Series["breaks"], first: number, last: number): ChartBreak[] =>
  breaks.flatMap((one) => {
    const x = breakBucket(axis, one);
    return x !== null && x >= first && x <= last ? [{ x, kind: one.kind, words: breakWords(one) }] : [];
  });
