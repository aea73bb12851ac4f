import type { Method } from "../method.ts";
import { NETWORK, NO_NUMBER } from "../sql/fragments.ts";
import { USABLE_HOSTS } from "../sql/usable.ts";

/**
 * By hardware factors (calibrations/hardware-factors.ts), not by weight: Σ devices × factor × min(chain confirmation ratio, 1) over usable
 * hosts, as sql/usable.ts says which. Beside it its share of the same over all hosts with ML nodes in a model group. Devices without a factor
 * count nothing and lower the coverage: the share of hosts of which all is known.
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
SELECT epoch, row.1 AS labels, row.2 AS value, row.3 AS numerator, row.4 AS denominator, decided_hosts / hosts AS coverage, hosts AS samples, row.5 AS note
FROM (
  SELECT epoch, ifNull(sumIf(h100e, usable), 0) AS usable_h100e, ifNull(sum(h100e), 0) AS all_h100e, count() AS hosts, countIf(decided) AS decided_hosts,
    concat('estimate: by hardware factors as hosts registered their devices; ', toString(round(ifNull(sumIf(by_estimate, usable), 0), 1)),
      ' of it by factors that nobody measured on Gonka; ', toString(countIf(usable)), ' of ', toString(count()), ' hosts usable',
      if(sum(unknown) > 0, concat('; ', toString(sum(unknown)), ' ML nodes or devices without a known factor'), '')) AS note,
    [(${NETWORK}, toNullable(usable_h100e), ${NO_NUMBER}, ${NO_NUMBER}, note),
      (map('measure', 'share'), if(all_h100e > 0, usable_h100e / all_h100e, NULL), toNullable(usable_h100e), toNullable(all_h100e),
        'of the H100-equivalents of all hosts, by the same factors')] AS rows
  FROM usable_hosts GROUP BY epoch
) ARRAY JOIN rows AS row`,
};
