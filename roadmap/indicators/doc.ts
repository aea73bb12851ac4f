import { EVERY_DAY } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Documentation. */
export const doc: readonly IndicatorEntry[] = [
  {
    id: "doc.pages_current",
    name: "Pages verified for the current version",
    metric: "P",
    part: "market",
    definition: 'pages with a "verified for vX" stamp equal to the live version ÷ pages',
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "B",
    source: "docs repository",
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
];
