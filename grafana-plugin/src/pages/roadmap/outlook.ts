/** Less history than this gives no date: a month, so that no week decides, and a number on two of three days of it. */
export const MIN_DAYS = 30;
export const MIN_POINTS = 20;
/** A date further away than this isn't told: no trend of some months reaches that far. */
export const MOST_YEARS = 50;

const DAY_MS = 86_400_000;
const YEAR_MS = 365.25 * DAY_MS;

/** A number and when it was: milliseconds since 1970, such as the middle of its epoch. */
export interface Dated {
  readonly time: number;
  readonly value: number;
}

/** When a target is reached if the trend of the past holds, or why that can't be told. */
export type Outlook =
  | { readonly kind: "reached" }
  /** `latest` is null where it lies more than `MOST_YEARS` ahead. Milliseconds since 1970. */
  | {
      readonly kind: "at_trend";
      readonly at: number;
      readonly earliest: number;
      readonly latest: number | null;
      readonly days: number;
    }
  /** `zero`: it was 0 or less at times, which no growth by per cent explains. */
  | { readonly kind: "not_at_trend"; readonly why: "falling" | "flat" | "zero"; readonly days: number }
  | { readonly kind: "too_far"; readonly days: number }
  | { readonly kind: "too_little"; readonly points: number; readonly days: number };

/**
 * Fits a straight line through the logarithms (least squares) and follows it to the target. The band is where the target lies within
 * the line's 95 % prediction interval. Values next to each other are alike, which makes the plain interval too narrow: the line's own
 * error is widened by (1 + r) / (1 − r), r being the correlation of neighbouring residuals. A slope that this interval can't tell from
 * none is `flat`, so a date always has both ends of its band.
 * @param points oldest first, all of one method and estimator, numbers only: a gap is a point that isn't there
 */
export function outlookOf(points: readonly Dated[], target: number, now: number): Outlook {
  const [oldest, newest] = [points[0], points.at(-1)];
  if (newest && newest.value >= target) return { kind: "reached" };
  const days = oldest && newest ? (newest.time - oldest.time) / DAY_MS : 0;
  if (points.length < MIN_POINTS || days < MIN_DAYS) return { kind: "too_little", points: points.length, days };
  if (points.some(({ value }) => value <= 0)) return { kind: "not_at_trend", why: "zero", days };
  const { slope, level, middle, slopeError, residualError, meanError } = lineThrough(points);
  const quantile = tQuantile(points.length - 2);
  if (slope + quantile * slopeError < 0) return { kind: "not_at_trend", why: "falling", days };
  if (slope - quantile * slopeError <= 0) return { kind: "not_at_trend", why: "flat", days };
  const rise = Math.log(target) - level;
  const at = Math.max(now, middle + rise / slope);
  if (at - now > MOST_YEARS * YEAR_MS) return { kind: "too_far", days };
  // Both times at which |line − target| is as wide as the interval: a quadratic in the time since the middle.
  const a = slope ** 2 - (quantile * slopeError) ** 2;
  const b = -slope * rise;
  const c = rise ** 2 - quantile ** 2 * (residualError ** 2 + meanError ** 2);
  const root = Math.sqrt(Math.max(0, b ** 2 - a * c));
  const [earliest, latest] = [middle + (-b - root) / a, middle + (-b + root) / a];
  return {
    kind: "at_trend",
    at,
    earliest: Math.min(at, Math.max(now, earliest)),
    latest: latest - now > MOST_YEARS * YEAR_MS ? null : Math.max(at, latest),
    days,
  };
}

/** A line through logarithms: `level` at the `middle` of the times, `slope` a millisecond, and their standard errors. */
interface Fit {
  readonly slope: number;
  readonly level: number;
  readonly middle: number;
  readonly slopeError: number;
  readonly meanError: number;
  readonly residualError: number;
}

function lineThrough(points: readonly Dated[]): Fit {
  const n = points.length;
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / n;
  const middle = mean(points.map(({ time }) => time));
  const logs = points.map(({ value }) => Math.log(value));
  const level = mean(logs);
  const times = points.map(({ time }) => time - middle);
  const spread = sum(times.map((time) => time ** 2));
  const slope = sum(times.map((time, index) => time * ((logs[index] ?? level) - level))) / spread;
  const residuals = times.map((time, index) => (logs[index] ?? level) - level - slope * time);
  const squares = sum(residuals.map((residual) => residual ** 2));
  const variance = squares / (n - 2);
  const neighbours = sum(residuals.slice(1).map((residual, index) => residual * (residuals[index] ?? 0)));
  // Beyond 0.95 the widening would be a guess of its own.
  const alike = squares === 0 ? 0 : Math.min(0.95, Math.max(0, neighbours / squares));
  const wider = (1 + alike) / (1 - alike);
  return {
    slope,
    level,
    middle,
    slopeError: Math.sqrt((variance / spread) * wider),
    meanError: Math.sqrt((variance / n) * wider),
    residualError: Math.sqrt(variance),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** The 97.5 % quantile of Student's t by its expansion around the normal one: right to three digits from 10 degrees of freedom on. */
export function tQuantile(freedom: number): number {
  const z = 1.959964;
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}
