import type { Indicator, Point, Series } from "../../client/types.ts";

/** Of which bucket the labelled rows are wanted: the newest that has a number. null: none has. */
export const rowsWanted = (indicator: Indicator | undefined) =>
  indicator?.newest
    ? { axis: "epoch" as const, labels: "all" as const, from: String(indicator.newest.epoch), to: String(indicator.newest.epoch) }
    : null;

/** A model's own row, which no other label narrows; null where the series has none. */
export const pointOf = (series: Series | null, model: string): Point | null =>
  series?.points.find(({ labels }) => Object.keys(labels).length === 1 && labels["model_id"] === model) ?? null;
