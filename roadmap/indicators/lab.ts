import { ENTERED, EVERY_DAY } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** The external testing lab. */
export const lab: readonly IndicatorEntry[] = [
  {
    id: "lab.change_failure",
    name: "Change failure rate",
    metric: "P",
    part: "alerts",
    definition: "upgrades or devshard releases followed by a sev-1/2 incident or hot-fix within 72 h ÷ all",
    unit: "%",
    direction: "down",
    target: "none in the roadmap text",
    sourceClass: "A+B",
    source: "gov proposals/releases × incidents",
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "lab.release_coverage",
    name: "Releases tested by the lab before rollout",
    metric: "P",
    part: "observations",
    definition: "releases with a public lab report dated before the proposal ÷ releases",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "M",
    source: "lab reports register",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
  {
    id: "lab.defects_prevented",
    name: "Defects found before mainnet",
    metric: "P",
    part: "observations",
    definition: "confirmed defects found in the lab by severity; escape ratio",
    unit: "count; %",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "M",
    source: "lab tracker",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
];
