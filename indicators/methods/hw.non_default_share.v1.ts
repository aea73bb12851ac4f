import type { Method } from "../method.ts";
import { NETWORK } from "../sql/fragments.ts";
import { USABLE_HOSTS } from "../sql/usable.ts";

/**
 * Numerator: of the usable H100-equivalents (as `scl.usable_h100e` v1 counts them) those on devices of another vendor than NVIDIA;
 * denominator: all usable ones. Engines are entered by people, later. Devices without a factor are in neither.
 */
export const nonDefaultShare: Method = {
  indicator: "hw.non_default_share",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: vendors of the registered devices; engines are entered by people, later",
  summary: "usable H100-equivalents on devices of another vendor than NVIDIA ÷ all usable ones, by hardware factors",
  estimate: true,
  needs: ["members", "model_groups", "exclusions", "hardware"],
  history: [{ kind: "calibration", needs: ["participant_stats", "times", "probes"] }],
  minSamples: 1,
  sql: `
WITH ${USABLE_HOSTS}
SELECT epoch, ${NETWORK} AS labels, if(usable_h100e > 0, other / usable_h100e, NULL) AS value, other AS numerator, usable_h100e AS denominator, decided_hosts / hosts AS coverage,
  hosts AS samples, if(usable_h100e > 0, concat('estimate: by hardware factors; vendors alone, engines are not known',
    if(unknowns > 0, concat('; ', toString(unknowns), ' ML nodes or devices without a known factor'), '')), 'no host is usable') AS note
FROM (
  SELECT epoch, ifNull(sumIf(other_vendor, usable), 0) AS other, ifNull(sumIf(h100e, usable), 0) AS usable_h100e, count() AS hosts,
    countIf(decided) AS decided_hosts, sum(unknown) AS unknowns
  FROM usable_hosts GROUP BY epoch
)`,
};
