import type { Method } from "../method.ts";
import { NETWORK, NO_NOTE } from "../sql/fragments.ts";
import { HELD_SUMS, HELD_VERDICTS } from "../sql/uptime.ts";

/**
 * Numerator: minutes for which a host was found down inside a declared window (the prober's verdict `maintenance`); denominator: those and
 * the minutes down outside of any, over all hosts and vantage points.
 */
export const protectedDowntime: Method = {
  indicator: "mnt.protected_downtime",
  version: 1,
  validFromEpoch: 0,
  measurable: "maintenance_enabled",
  reason: "first method",
  summary: "minutes that hosts were down inside a declared maintenance window ÷ all minutes they were down",
  estimate: false,
  needs: ["members", "params", "maintenance", "times", "probes"],
  history: [],
  minSamples: 1,
  sql: `
WITH ${HELD_VERDICTS}
SELECT epoch, ${NETWORK} AS labels, if(away > 0, maintenance_minutes / away, NULL) AS value, maintenance_minutes AS numerator, away AS denominator,
  1 - unknown_minutes / nullIf(up_minutes + away + unknown_minutes, 0) AS coverage, hosts AS samples, if(away > 0, ${NO_NOTE}, 'no host was down') AS note
FROM (
  SELECT epoch, uniqExact(address) AS hosts, ${HELD_SUMS}, maintenance_minutes + down_minutes AS away FROM held GROUP BY epoch
)`,
};
