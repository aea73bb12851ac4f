import type { Query } from "../../client/paths.ts";
import type { IndicatorDetail, Series } from "../../client/types.ts";

/** How much of a series is shown: buckets from the newest back. An epoch is about 22.6 h. */
export const RANGES = ["30 d", "90 d", "1 y", "all"] as const;
export type Range = (typeof RANGES)[number];

const DAYS: Readonly<Record<Range, number | null>> = { "30 d": 30, "90 d": 90, "1 y": 365, all: null };
const EPOCHS_PER_DAY = 24 / 22.6;
const DAY_MS = 86_400_000;
/** The most that one answer of the API holds. */
const MOST_POINTS = 10_000;

export const axisOf = (search: URLSearchParams): Series["axis"] => (search.get("axis") === "day" ? "day" : "epoch");

export const rangeOf = (search: URLSearchParams): Range => RANGES.find((range) => range === search.get("range")) ?? "90 d";

/** What to ask of the API for that axis and range. */
export function seriesQuery({ series }: IndicatorDetail, axis: Series["axis"], range: Range): Query<"/indicators/{id}/series"> {
  const newest = series.find((summary) => summary.axis === axis)?.last ?? null;
  const days = DAYS[range];
  const from = days === null || newest === null ? {} : { from: back(newest, axis, days) };
  return { axis, limit: MOST_POINTS, ...from };
}

function back(newest: string, axis: Series["axis"], days: number): string {
  if (axis === "epoch") return String(Math.max(0, Number(newest) - Math.round(days * EPOCHS_PER_DAY) + 1));
  return new Date(Date.parse(`${newest}T00:00:00Z`) - (days - 1) * DAY_MS).toISOString().slice(0, 10);
}
