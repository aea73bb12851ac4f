import { ENTERED } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Search visibility. */
export const vis: readonly IndicatorEntry[] = [
  {
    id: "vis.google_top10",
    name: "Target queries in Google top 10",
    metric: "P",
    part: "observations",
    definition: "queries with Gonka in the top 10 ÷ target queries",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "C",
    source: "Search Console / rank tracker",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
  {
    id: "vis.ai_answers",
    name: "Target queries answered with Gonka by AI search",
    metric: "P",
    part: "observations",
    definition: "queries whose answer names or cites Gonka ÷ target queries × systems",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "M/B",
    source: "scripted panel with stored answers",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
];
