import type { Trend, Trends } from "../client/types.ts";

export interface SparkPoint {
  readonly epoch: number;
  readonly value: number;
}

/** A trend cut into what may be drawn as a line: nothing runs over a gap or a break. */
export interface Spark {
  readonly first: number;
  readonly last: number;
  readonly runs: readonly (readonly SparkPoint[])[];
  /** Epochs without a number. */
  readonly missing: number;
}

/** The newest epochs of one indicator; null where it has no number there. */
export function sparkOf({ first, last, trends }: Trends, indicator: string): Spark | null {
  const trend = trends.find((one) => one.indicator === indicator);
  if (!trend || first === null || last === null) return null;
  const runs = runsOf(trend, first);
  return runs.length === 0 ? null : { first, last, runs, missing: trend.values.filter((value) => value === null).length };
}

function runsOf({ values, breaks }: Trend, first: number): SparkPoint[][] {
  const cuts = new Set(breaks);
  const runs: SparkPoint[][] = [];
  let open = false;
  for (const [index, value] of values.entries()) {
    const epoch = first + index;
    if (value !== null) {
      const run = runs.at(-1);
      if (run && open && !cuts.has(epoch)) run.push({ epoch, value });
      else runs.push([{ epoch, value }]);
    }
    open = value !== null;
  }
  return runs;
}
