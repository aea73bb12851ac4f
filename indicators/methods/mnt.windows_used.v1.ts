import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NUMBER, RECORDED, WANTED } from "../sql/fragments.ts";
import { WINDOWS } from "../sql/windows.ts";

/**
 * Value: windows that began in the epoch and were told as active. Denominator: those of them that are over (the block after their end is
 * stored) and after which a probe could tell; numerator: those whose host was up at the first such probe. Beside it the hosts that used one.
 */
export const windowsUsed: Method = {
  indicator: "mnt.windows_used",
  version: 1,
  validFromEpoch: 0,
  measurable: "maintenance_enabled",
  reason: "first method",
  summary:
    "declared maintenance windows that began in the epoch and were used; of those that are over, the share whose host was up at the next probe that could tell",
  estimate: false,
  needs: ["members", "params", "maintenance"],
  history: [],
  // A window is declared before it begins, and may end, and its host be probed after it, in the next epoch.
  alsoReads: [{ from: -1, to: 1, needs: ["maintenance", "blocks", "probes"] }],
  minSamples: 0,
  sql: `
WITH ${WINDOWS},
ended AS (
  SELECT epoch, reservation_id, argMinIf(probe.state, probe.observed_at, probe.observed_at >= over.time) AS next
  FROM windows
  INNER JOIN (SELECT height, min(time) AS time FROM blocks WHERE chain_id = {chain:String} GROUP BY height) AS over ON over.height = windows.end_height
  INNER JOIN (SELECT toString(address) AS host, toString(state) AS state, observed_at FROM probes FINAL WHERE ${RECORDED} AND state IN ('up', 'down')) AS probe
    ON probe.host = windows.address
  WHERE used GROUP BY epoch, reservation_id
)
SELECT now.epoch AS epoch, row.1 AS labels, row.2 AS value, row.3 AS numerator, row.4 AS denominator, 1 AS coverage, ifNull(counted.declared, 0) AS samples,
  row.5 AS note
FROM (SELECT epoch FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS now
LEFT JOIN (SELECT epoch, count() AS declared, countIf(windows.used) AS used_windows, uniqExactIf(address, windows.used) AS hosts FROM windows GROUP BY epoch) AS counted
  ON counted.epoch = now.epoch
LEFT JOIN (SELECT epoch, countIf(next IS NOT NULL) AS told, countIf(next = 'up') AS kept FROM ended GROUP BY epoch) AS after ON after.epoch = now.epoch
ARRAY JOIN [
  (${NETWORK}, ifNull(counted.used_windows, 0), toNullable(toFloat64(ifNull(after.kept, 0))), toNullable(toFloat64(ifNull(after.told, 0))),
    concat(toString(ifNull(counted.declared, 0)), ' declared, ', toString(ifNull(after.told, 0)), ' over and probed after, ', toString(ifNull(after.kept, 0)), ' up then')),
  (map('measure', 'hosts'), ifNull(counted.hosts, 0), ${NO_NUMBER}, ${NO_NUMBER}, '')] AS row`,
};
