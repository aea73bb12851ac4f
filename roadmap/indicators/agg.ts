import { ENTERED, EVERY_DAY, EVERY_HOUR } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Routing aggregators such as OpenRouter. */
export const agg: readonly IndicatorEntry[] = [
  {
    id: "agg.listing",
    name: "Aggregator listings",
    metric: "P",
    part: "market",
    definition: "models × aggregators where Gonka is a live provider",
    unit: "count",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "B",
    source: "OpenRouter public endpoints list; others by hand",
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "agg.uptime",
    name: "Aggregator-measured uptime",
    metric: "P",
    part: "market",
    definition: "uptime published by the aggregator for the Gonka provider",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text (OpenRouter: ≥ 95 % normal routing, ≥ 100 requests)",
    sourceClass: "B",
    source: "aggregator API",
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "agg.token_share",
    name: "Tokens routed by aggregators",
    metric: "P",
    part: "observations",
    definition: "tokens/day through aggregators and share of all",
    unit: "tokens/day; %",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "C",
    source: "aggregator dashboard export or broker feed",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
];
