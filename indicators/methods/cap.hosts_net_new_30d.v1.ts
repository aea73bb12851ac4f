import type { Method } from "../method.ts";
import { ACTIVE, AT, BASE_30D, NETWORK, NO_NUMBER } from "../sql/fragments.ts";

export const hostsNetNew30d: Method = {
  indicator: "cap.hosts_net_new_30d",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "addresses whose first epoch with weight ever began in the last 30 days, minus hosts active 30 days before without weight in the last 3 epochs",
  estimate: false,
  needs: ["members", "exclusions", "times"],
  history: [
    { kind: "days", days: 30, needs: ["members", "exclusions", "times"] },
    // Who is new can only be told with the memberships of every epoch since the first.
    { kind: "all", needs: ["members"] },
  ],
  minSamples: 0,
  sql: `
WITH ${ACTIVE}, ${BASE_30D},
first_seen AS (SELECT address, min(epoch) AS epoch FROM agreed_members(${AT}) WHERE weight > 0 GROUP BY address),
arrived AS (
  SELECT base.epoch AS epoch, count() AS hosts FROM base CROSS JOIN first_seen
  WHERE first_seen.epoch > base.base AND first_seen.epoch <= base.epoch GROUP BY base.epoch
),
present AS (
  SELECT DISTINCT base.epoch AS epoch, member.address AS address
  FROM base CROSS JOIN agreed_members(${AT}) AS member
  WHERE member.weight > 0 AND member.epoch <= base.epoch AND member.epoch + 3 > base.epoch
),
gone AS (
  SELECT base.epoch AS epoch, count() AS hosts
  FROM base INNER JOIN active ON active.epoch = base.base
  LEFT ANTI JOIN present ON present.epoch = base.epoch AND present.address = active.address
  GROUP BY base.epoch
)
SELECT base.epoch AS epoch, ${NETWORK} AS labels, toInt64(ifNull(arrived.hosts, 0)) - toInt64(ifNull(gone.hosts, 0)) AS value,
  ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, 1 AS coverage, ifNull(arrived.hosts, 0) + ifNull(gone.hosts, 0) AS samples,
  concat(toString(ifNull(arrived.hosts, 0)), ' new, ', toString(ifNull(gone.hosts, 0)), ' gone') AS note
FROM base LEFT JOIN arrived ON arrived.epoch = base.epoch LEFT JOIN gone ON gone.epoch = base.epoch`,
};
