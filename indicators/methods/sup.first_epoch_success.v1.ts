import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, WANTED } from "../sql/fragments.ts";

/**
 * New hosts: those whose first epoch F in the root group, with weight or without, began in the 30 days before the epoch's end (before its
 * start while it runs), F+1 being this epoch or an earlier one. Numerator: those with weight in F and in F+1 and excluded in neither.
 * Denominator: all of them. Coverage: the share of them whose registration is known.
 */
export const firstEpochSuccess: Method = {
  indicator: "sup.first_epoch_success",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "of the hosts that first joined in the last 30 days, the share with weight and no exclusion in both of their first two epochs",
  estimate: false,
  needs: ["members", "exclusions", "participants", "times"],
  history: [
    { kind: "days", days: 30, needs: ["members", "exclusions", "times"] },
    { kind: "all", needs: ["members"] },
  ],
  minSamples: 1,
  sql: `
WITH first AS (
  SELECT member.address AS address, member.epoch AS epoch, times.starts_at AS starts_at, member.good AND excluded.address IS NULL AS good
  FROM (
    SELECT address, first_epoch AS epoch, countIf(weight > 0) = 2 AS good
    FROM (SELECT address, member.epoch AS at, weight, min(member.epoch) OVER (PARTITION BY address) AS first_epoch FROM agreed_members(${AT}) AS member)
    WHERE at <= first_epoch + 1 GROUP BY address, first_epoch
  ) AS member
  INNER JOIN epoch_times(${AT}) AS times ON times.epoch = member.epoch
  LEFT JOIN (
    SELECT address, groupUniqArray(epoch) AS epochs FROM agreed_exclusions(${AT}) GROUP BY address
  ) AS excluded ON excluded.address = member.address AND (has(excluded.epochs, member.epoch) OR has(excluded.epochs, member.epoch + 1))
)
SELECT now.epoch AS epoch, ${NETWORK} AS labels, if(hosts > 0, good / hosts, NULL) AS value, good AS numerator, hosts AS denominator,
  if(hosts > 0, registered / hosts, NULL) AS coverage, ifNull(hosts, 0) AS samples,
  if(hosts > 0, ${NO_NOTE}, 'no host is in its first 30 days with two epochs behind it') AS note
FROM (SELECT epoch FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS now
LEFT JOIN (
  SELECT span.epoch AS epoch, count() AS hosts, countIf(first.good = 1) AS good, countIf(person.address IS NOT NULL) AS registered
  FROM (SELECT epoch, ifNull(ends_at, starts_at) AS until FROM epoch_times(${AT}) WHERE ${WANTED}) AS span
  CROSS JOIN first
  LEFT JOIN (SELECT epoch, address FROM agreed_participants(${AT}) WHERE ${WANTED}) AS person
    ON person.epoch = span.epoch AND person.address = first.address
  WHERE first.epoch + 1 <= span.epoch AND first.starts_at > span.until - INTERVAL 30 DAY
  GROUP BY span.epoch
) AS counted ON counted.epoch = now.epoch`,
};
