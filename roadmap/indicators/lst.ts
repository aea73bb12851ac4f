import { ENTERED } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Readiness for exchange listings. */
export const lst: readonly IndicatorEntry[] = [
  {
    id: "lst.readiness",
    name: "Exchange-readiness checklist",
    metric: "P",
    part: "observations",
    definition: "criteria met of traction, liquidity, compliance readiness, operational maturity",
    unit: "n of 4",
    direction: "up",
    target: "T6P1 names the four criteria",
    sourceClass: "M",
    source: "Foundation register",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
];
