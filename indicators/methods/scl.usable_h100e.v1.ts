import type { Method } from "../method.ts";
import { NETWORK } from "../sql/fragments.ts";
import { USABLE_HOSTS } from "../sql/usable.ts";

/**
 * By hardware factors (calibrations/hardware-factors.ts), not by weight: Σ devices × factor × min(chain confirmation ratio, 1) over usable
 * hosts, as sql/usable.ts says which. Numerator: that; denominator: the same over all hosts with ML nodes in a model group. Devices without
 * a factor count nothing and lower the coverage: the share of hosts of which all is known.
 */
export const usableH100e: Method = {
  indicator: "scl.usable_h100e",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "registered devices × hardware factor × confirmation ratio of hosts that are not excluded, up in at least half of their probes and below 10 % of failed requests",
  estimate: true,
  needs: ["members", "model_groups", "exclusions"],
  history: [{ kind: "calibration", needs: ["hardware", "participant_stats", "times", "probes"] }],
  minSamples: 1,
  sql: `
WITH ${USABLE_HOSTS}
SELECT epoch, ${NETWORK} AS labels, ifNull(sumIf(h100e, usable), 0) AS value, value AS numerator, sum(h100e) AS denominator,
  countIf(decided) / count() AS coverage, count() AS samples,
  concat('estimate: by hardware factors as hosts registered their devices; ', toString(round(ifNull(sumIf(by_estimate, usable), 0), 1)),
    ' of it by factors that nobody measured on Gonka; ', toString(countIf(usable)), ' of ', toString(count()), ' hosts usable',
    if(sum(unknown) > 0, concat('; ', toString(sum(unknown)), ' ML nodes or devices without a known factor'), '')) AS note
FROM usable_hosts GROUP BY epoch`,
};
