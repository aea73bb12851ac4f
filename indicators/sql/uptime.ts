import { RECORDED, SPANS } from "./fragments.ts";

/** A verdict holds until the next one of the same vantage point, and at most two intervals of probing (5 minutes each). */
const HOLDS_MS = 600_000;

/**
 * Common table `held`: minutes of each epoch (`epoch, vantage, address, up, down, unknown, maintenance`) for which the verdicts of a
 * vantage point on a host held. Time no verdict covers is in none of them.
 */
export const HELD_VERDICTS = `
held AS (
  SELECT span.epoch AS epoch, verdict.vantage AS vantage, verdict.address AS address,
    sumIf(least(verdict.until, span.ends) - greatest(verdict.at, span.starts), verdict.state = 'up') / 60000 AS up,
    sumIf(least(verdict.until, span.ends) - greatest(verdict.at, span.starts), verdict.state = 'down') / 60000 AS down,
    sumIf(least(verdict.until, span.ends) - greatest(verdict.at, span.starts), verdict.state = 'unknown') / 60000 AS unknown,
    sumIf(least(verdict.until, span.ends) - greatest(verdict.at, span.starts), verdict.state = 'maintenance') / 60000 AS maintenance
  FROM (
    SELECT toString(vantage) AS vantage, toString(address) AS address, state, toUnixTimestamp64Milli(observed_at) AS at,
      least(at + ${HOLDS_MS}, ifNull(leadInFrame(toNullable(at)) OVER (
        PARTITION BY probes.vantage, probes.address ORDER BY observed_at ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING), at + ${HOLDS_MS})) AS until
    FROM probes FINAL WHERE ${RECORDED}
  ) AS verdict
  INNER JOIN (
    SELECT epoch, toUnixTimestamp64Milli(starts_at) AS starts, toUnixTimestamp64Milli(ends_at) AS ends FROM ${SPANS}
  ) AS span ON 1 = 1
  WHERE verdict.at < span.ends AND verdict.until > span.starts
  GROUP BY span.epoch, verdict.vantage, verdict.address
)`;

/** Sums of the four over what a query groups by, 0 where there were none of a kind. */
export const HELD_SUMS =
  "ifNull(sum(up), 0) AS up_minutes, ifNull(sum(down), 0) AS down_minutes, ifNull(sum(unknown), 0) AS unknown_minutes, ifNull(sum(maintenance), 0) AS maintenance_minutes";
