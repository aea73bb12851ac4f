import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, WANTED } from "../sql/fragments.ts";

export const exclusionRate: Method = {
  indicator: "ret.exclusion_rate",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: excluded_participants alone; jailing joins with the live chain facts",
  summary: "members excluded during the epoch ÷ all members; one row a reason beside it",
  estimate: false,
  needs: ["members", "exclusions"],
  history: [],
  minSamples: 1,
  sql: `
WITH per_epoch AS (
  SELECT epoch, count() AS members FROM agreed_members(${AT}) WHERE ${WANTED} GROUP BY epoch
),
excluded AS (
  SELECT exclusion.epoch AS epoch, exclusion.address AS address, exclusion.reason AS reason
  FROM agreed_exclusions(${AT}) AS exclusion
  INNER JOIN agreed_members(${AT}) AS member ON member.epoch = exclusion.epoch AND member.address = exclusion.address
  WHERE exclusion.${WANTED}
)
SELECT per_epoch.epoch AS epoch, labels, ifNull(hosts, 0) / members AS value, ifNull(hosts, 0) AS numerator, members AS denominator,
  1 AS coverage, members AS samples, ${NO_NOTE} AS note
FROM per_epoch
INNER JOIN (
  SELECT per_epoch.epoch AS epoch, ${NETWORK} AS labels, network.hosts AS hosts
  FROM per_epoch LEFT JOIN (SELECT epoch, uniqExact(address) AS hosts FROM excluded GROUP BY epoch) AS network ON network.epoch = per_epoch.epoch
  UNION ALL
  SELECT epoch, map('reason', toString(reason)) AS labels, uniqExact(address) AS hosts FROM excluded GROUP BY epoch, reason
) AS counted ON counted.epoch = per_epoch.epoch`,
};
