import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, NO_NUMBER, WANTED } from "../sql/fragments.ts";

/**
 * Hours from a host's registration (`join_time`) to the start of its first epoch with weight; hosts whose first such epoch began in the 30
 * days before the epoch's end (before its start while it runs). Hosts whose registration isn't known, or lies after that epoch's start, are
 * left out and lower the coverage.
 */
export const onboardingTime: Method = {
  indicator: "sup.onboarding_time",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: from the registration; hardware told later than that is not seen apart",
  summary:
    "median over hosts whose first epoch with weight began in the last 30 days of the hours from registration to that epoch's start; beside it the 90th percentile",
  estimate: false,
  needs: ["members", "participants", "times"],
  history: [
    { kind: "days", days: 30, needs: ["members", "times"] },
    // Which epoch was a host's first can only be told with all of them.
    { kind: "all", needs: ["members"] },
  ],
  minSamples: 1,
  sql: `
WITH newcomers AS (
  SELECT now.epoch AS epoch, first.address AS address, first.starts_at AS starts_at
  FROM (SELECT epoch, ifNull(ends_at, starts_at) AS until FROM epoch_times(${AT}) WHERE ${WANTED}) AS now
  CROSS JOIN (
    SELECT seen.address AS address, seen.epoch AS epoch, times.starts_at AS starts_at
    FROM (SELECT address, min(epoch) AS epoch FROM agreed_members(${AT}) WHERE weight > 0 GROUP BY address) AS seen
    INNER JOIN epoch_times(${AT}) AS times ON times.epoch = seen.epoch
  ) AS first
  WHERE first.epoch <= now.epoch AND first.starts_at > now.until - INTERVAL 30 DAY
),
counted AS (
  SELECT epoch, count() AS hosts, arrayFilter(h -> h >= 0, groupArrayIf(assumeNotNull(hours), hours IS NOT NULL)) AS known
  FROM (
    SELECT host.epoch AS epoch, (toUnixTimestamp64Milli(host.starts_at) - toInt64(person.join_time_ms)) / 3600000 AS hours
    FROM newcomers AS host
    LEFT JOIN (SELECT epoch, address, join_time_ms FROM agreed_participants(${AT}) WHERE ${WANTED}) AS person
      ON person.epoch = host.epoch AND person.address = host.address
  ) GROUP BY epoch
)
SELECT now.epoch AS epoch, row.1 AS labels, row.2 AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  if(hosts > 0, length(known) / hosts, NULL) AS coverage, length(known) AS samples,
  multiIf(notEmpty(known), ${NO_NOTE}, ifNull(hosts, 0) > 0, 'the registration of no new host is known', 'no host is new in the last 30 days') AS note
FROM (SELECT epoch FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS now LEFT JOIN counted ON counted.epoch = now.epoch
ARRAY JOIN [(${NETWORK}, if(notEmpty(known), arrayReduce('quantileExactInclusive(0.5)', known), NULL)),
  (map('measure', 'p90'), if(notEmpty(known), arrayReduce('quantileExactInclusive(0.9)', known), NULL))] AS row`,
};
