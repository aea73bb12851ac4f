export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The quantile by linear interpolation between ranks; null of nothing. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const low = sorted[Math.floor(rank)];
  const high = sorted[Math.ceil(rank)];
  return low === undefined || high === undefined ? null : low + (high - low) * (rank - Math.floor(rank));
}

export const median = (values: readonly number[]): number | null => quantile(values, 0.5);

/** Ranks from 1, ties share their mean. */
function ranks(values: readonly number[]): readonly number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

/** Spearman's ρ; null where one side has no order. */
export function spearman(xs: readonly number[], ys: readonly number[]): number | null {
  const [rx, ry] = [ranks(xs), ranks(ys)];
  const [mx, my] = [sum(rx) / rx.length, sum(ry) / ry.length];
  const covariance = sum(rx.map((x, i) => (x - mx) * ((ry[i] ?? 0) - my)));
  const spread = Math.sqrt(sum(rx.map((x) => (x - mx) ** 2)) * sum(ry.map((y) => (y - my) ** 2)));
  return spread > 0 ? covariance / spread : null;
}
