import { type ScaleLinear, scaleLinear } from "d3-scale";
import { unitKind } from "./bounds.ts";
import type { SeriesModel } from "./series-model.ts";

export const MARGIN = { top: 28, right: 16, bottom: 28, left: 56 } as const;

export interface Scales {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

/** Where buckets and values stand. An amount's axis keeps zero. */
export function chartScales({ runs, first, last }: SeriesModel, unit: string, width: number, height: number): Scales {
  const values = runs.flat().flatMap(({ value, bounds }) => (bounds ? [value, ...bounds] : [value]));
  const amount = unitKind(unit) === "amount";
  let [low, high] = [Math.min(...values, ...(amount ? [0] : [])), Math.max(...values, ...(amount ? [0] : []))];
  if (values.length === 0) [low, high] = [0, 1];
  if (low === high) [low, high] = low === 0 ? [0, 1] : [Math.min(low * 0.9, low * 1.1), Math.max(low * 0.9, low * 1.1)];
  return {
    x: scaleLinear([first === last ? first - 1 : first, first === last ? last + 1 : last], [MARGIN.left, width - MARGIN.right]),
    y: scaleLinear([low, high], [height - MARGIN.bottom, MARGIN.top]).nice(4),
  };
}

/** Whole buckets only: there is no epoch 12.5. */
export const bucketTicks = ({ x }: Scales, width: number): number[] => [
  ...new Set(x.ticks(Math.max(2, Math.floor(width / 130))).map(Math.round)),
];
