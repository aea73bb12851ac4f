import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NUMBER, RECORDED, WANTED } from "../sql/fragments.ts";
import { WINDOWS } from "../sql/windows.ts";

/**
 * Exclusions and slashes of a host at a height inside a window of its own that began in the epoch. Jailing shows as the exclusion and the
 * slash that come with it; requests missed inside a window are not told apart from others by the chain.
 */
export const penaltiesInWindow: Method = {
  indicator: "mnt.penalties_in_window",
  version: 1,
  validFromEpoch: 0,
  measurable: "maintenance_enabled",
  reason: "first method: exclusions and slashes; missed requests are not told by height",
  summary: "exclusions and slashes of hosts inside their own declared maintenance windows that began in the epoch",
  estimate: false,
  needs: ["members", "params", "maintenance", "exclusions", "transactions"],
  history: [],
  // A window is declared before it begins, and may end in the next epoch.
  alsoReads: [{ from: -1, to: 1, needs: ["maintenance", "exclusions", "transactions"] }],
  minSamples: 0,
  sql: `
WITH ${WINDOWS},
penalties AS (
  SELECT DISTINCT address, height, 'exclusion' AS kind FROM agreed_exclusions(${AT})
  UNION ALL
  SELECT DISTINCT address, height, 'slash' AS kind FROM slashes WHERE ${RECORDED}
)
SELECT now.epoch AS epoch, row.1 AS labels, row.2 AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, 1 AS coverage,
  ifNull(counted.declared, 0) AS samples, concat(toString(ifNull(counted.declared, 0)), ' windows began in the epoch') AS note
FROM (SELECT epoch FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS now
LEFT JOIN (
  SELECT windows.epoch AS epoch, uniqExact(windows.reservation_id) AS declared,
    uniqExactIf((penalties.address, penalties.height), penalties.kind = 'exclusion' AND penalties.height >= windows.start_height AND penalties.height < windows.end_height) AS exclusions,
    uniqExactIf((penalties.address, penalties.height), penalties.kind = 'slash' AND penalties.height >= windows.start_height AND penalties.height < windows.end_height) AS slashes
  FROM windows LEFT JOIN penalties ON penalties.address = windows.address GROUP BY windows.epoch
) AS counted ON counted.epoch = now.epoch
ARRAY JOIN [(${NETWORK}, ifNull(exclusions, 0) + ifNull(slashes, 0)), (map('reason', 'exclusion'), ifNull(exclusions, 0)), (map('reason', 'slash'), ifNull(slashes, 0))] AS row`,
};
