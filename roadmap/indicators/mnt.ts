import { EVERY_HOUR } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

const MAINTENANCE_MODULE =
  "maintenance module of v0.2.14+ (maintenance_active, maintenance_status/{addr}); maintenance_enabled was false " +
  "on mainnet in September 2026: not_measurable_yet while it is, and measured from the epoch it is switched on";

/** Maintenance windows. */
export const mnt: readonly IndicatorEntry[] = [
  {
    id: "mnt.windows_used",
    name: "Maintenance windows declared and kept",
    metric: "P",
    part: "live",
    definition: "windows declared in advance; ended on time; hosts that used one",
    unit: "count; %",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "X→A",
    source: MAINTENANCE_MODULE,
    labels: ["measure"],
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "not_measurable_yet" },
  },
  {
    id: "mnt.protected_downtime",
    name: "Downtime inside a declared window",
    metric: "P",
    part: "live",
    definition: "planned downtime minutes ÷ all host downtime minutes",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "X→A+B",
    source: `${MAINTENANCE_MODULE} + own host probes`,
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "not_measurable_yet" },
  },
  {
    id: "mnt.penalties_in_window",
    name: "Penalties during a valid window",
    metric: "P",
    part: "live",
    definition: "misses, jails or slashes that fell inside a valid window",
    unit: "count",
    direction: "down (0)",
    target: 'T3P2: "without being penalized for planned downtime" → 0',
    sourceClass: "X→A",
    source: MAINTENANCE_MODULE,
    labels: ["reason"],
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "not_measurable_yet" },
  },
];
