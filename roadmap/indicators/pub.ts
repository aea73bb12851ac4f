import { ENTERED } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Publications on credible platforms. */
export const pub: readonly IndicatorEntry[] = [
  {
    id: "pub.tier1_share",
    name: "Tier-1 share of publications",
    metric: "P",
    part: "observations",
    definition: "tier-1 + analyst ÷ all",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "M",
    source: "register",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
  {
    id: "pub.reach",
    name: "Readership of publications",
    metric: "P",
    part: "observations",
    definition: "estimated readers or backlinks per piece",
    unit: "count",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "M",
    source: "outlet data",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
];
