import { EVERY_HOUR } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Optimized node images. */
export const img: readonly IndicatorEntry[] = [
  {
    id: "img.adoption",
    name: "Share of nodes on the current image",
    metric: "P",
    part: "live",
    definition: 'MLNodes reporting the target version ÷ nodes reporting any; "no version" counted apart',
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A/B",
    source: "/v1/versions mlnodes[]; HardwareNode.version (22 Aug 2026: 74 of 130 visible)",
    labels: ["version", "measure"],
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "no_data" },
  },
];
