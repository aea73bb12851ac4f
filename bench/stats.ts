/** The value below which a share `p` of the samples lies, interpolated. @throws RangeError without samples. */
export function quantile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const place = p * (sorted.length - 1);
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) throw new RangeError("no samples");
  return low + (high - low) * (place % 1);
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** Seconds that some work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Runs both sides in turn, so that whatever else the machine does meets both alike. The first round warms up and is not counted. */
export async function interleaved<T>(
  runs: number,
  ours: () => Promise<T>,
  baseline: () => Promise<T>,
): Promise<{ ours: T[]; baseline: T[] }> {
  const seen: { ours: T[]; baseline: T[] } = { ours: [], baseline: [] };
  for (let round = 0; round <= runs; round++) {
    const a = await baseline();
    const b = await ours();
    if (round === 0) continue;
    seen.baseline.push(a);
    seen.ours.push(b);
  }
  return seen;
}
