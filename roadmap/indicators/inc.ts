import { EVERY_DAY } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Incidents and what is learned from them. */
export const inc: readonly IndicatorEntry[] = [
  {
    id: "inc.postmortem_rate",
    name: "Incidents with a postmortem in 7 d",
    metric: "P",
    part: "alerts",
    definition: "sev-1/2 incidents with a public postmortem ≤ 7 d ÷ all sev-1/2",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "B+M",
    source: "incident centre",
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "inc.repeat_rate",
    name: "Repeat incidents",
    metric: "P",
    part: "alerts",
    definition: "incidents whose root-cause tag was seen in the last 180 d ÷ all",
    unit: "%",
    direction: "down",
    target: "none in the roadmap text",
    sourceClass: "M",
    source: "incident centre tags",
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "inc.host_subscribers",
    name: "Hosts and users subscribed to alerts",
    metric: "P",
    part: "alerts",
    definition: "verified subscriptions; active hosts covered ÷ active hosts",
    unit: "count; %",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "B",
    source: "own subscription store",
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
];
