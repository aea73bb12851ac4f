/** One measured figure beside its baseline of the same run. Rates are higher-is-better, times and sizes lower-is-better. */
export interface Figure {
  readonly name: string;
  readonly unit: "rows/s" | "blocks/s" | "ms" | "s" | "MB";
  readonly ours: number;
  /** What `ours` is compared with, in words; null where the goal stands alone. */
  readonly baseline: { readonly what: string; readonly value: number } | null;
  readonly goals: readonly Goal[];
  /** What keeps the figure from being better, as far as this run shows. */
  readonly limitedBy: string;
}

/** A bound of design.md §11, on the figure itself or on its ratio to the baseline. */
export interface Goal {
  readonly of: "value" | "ratio";
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** What a benchmark was asked to do. */
export interface BenchOptions {
  /** Folder for everything the benchmarks store; removed at the end. */
  readonly dir: string;
  /** Rows of the synthetic fact table. */
  readonly rows: number;
  /** Blocks of the backfill. */
  readonly blocks: number;
  /** Repetitions of each side; their median is told. */
  readonly runs: number;
  readonly say: (text: string) => void;
}

/** ours ÷ baseline, or null without one. */
export const ratioOf = ({ ours, baseline }: Figure): number | null => (baseline ? ours / baseline.value : null);

/** Whether every goal is reached; null for a figure that has none. */
export function isReached(figure: Figure): boolean | null {
  if (figure.goals.length === 0) return null;
  return figure.goals.every(({ of, atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY }) => {
    const value = of === "value" ? figure.ours : ratioOf(figure);
    return value !== null && value >= atLeast && value <= atMost;
  });
}
