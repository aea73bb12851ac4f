import { EVERY_EPOCH, EVERY_HOUR } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Hardware neutrality: capacity outside the default engine and vendor. */
export const hw: readonly IndicatorEntry[] = [
  {
    id: "hw.non_default_share",
    name: "Capacity outside the default engine/GPU vendor",
    metric: "P",
    part: "live",
    definition: "usable H100e on other engines, vendors or ASICs ÷ usable H100e",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A (GPU type) + M (engine)",
    source: "hardware_nodes_all; /v1/versions; register",
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "hw.alt_quality_pass",
    name: "Alternative hardware passing validation",
    metric: "P",
    part: "inference",
    definition: "host failure rate and validation distance of alternative classes against the default",
    unit: "% points",
    direction: "down",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "devshard_host_epoch_stats by class",
    labels: ["hardware"],
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "no_data" },
  },
];
