import { ENTERED } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Host growth programmes. */
export const hst: readonly IndicatorEntry[] = [
  {
    id: "hst.pipeline",
    name: "Host pipeline",
    metric: "P",
    part: "observations",
    definition: "partners in talks → signed → live H100e",
    unit: "count; H100e",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "M",
    source: "CRM",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
  {
    id: "hst.partner_h100e",
    name: "H100e from the programme",
    metric: "P",
    part: "observations",
    definition: "usable H100e of hosts tagged with a programme source",
    unit: "H100e",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A+M",
    source: "host tags × scl.usable_h100e",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
];
