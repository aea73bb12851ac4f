import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NUMBER, RECORDED, SPANS, WANTED } from "../sql/fragments.ts";

/**
 * Distinct grantees of an authz or feegrant grant that has not expired at the epoch's end and who signed at least one transaction, failed or
 * not, in the 7 days before it. Grants by participants are left out: they are hosts' own warm keys. While the epoch runs, until the newest
 * stored transaction. Whose grants are asked is known from transactions and memberships: the chain has no list of all, so that the coverage is
 * not known.
 */
export const delegatedAccounts: Method = {
  indicator: "agt.delegated_accounts",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: what the chain shows; feeds of services refine it later",
  summary:
    "grantees with an unexpired authz or feegrant grant, not by a host, that signed at least one transaction in the 7 days before the epoch's end",
  estimate: false,
  needs: ["members", "participants", "grants", "transactions", "times"],
  history: [{ kind: "days", days: 7, needs: ["transactions", "times"] }],
  minSamples: 0,
  sql: `
WITH bounds AS (
  SELECT epoch, if(over, ends_at, greatest(starts_at, ifNull((SELECT max(time) + INTERVAL 1 NANOSECOND FROM transactions WHERE ${RECORDED}), starts_at))) AS until
  FROM ${SPANS}
),
signers AS (
  SELECT DISTINCT bounds.epoch AS epoch, sent.signer AS address
  FROM (SELECT time, arrayJoin(signers) AS signer FROM transactions WHERE ${RECORDED}) AS sent INNER JOIN bounds ON 1 = 1
  WHERE sent.time < bounds.until AND sent.time >= bounds.until - INTERVAL 7 DAY
)
SELECT now.epoch AS epoch, ${NETWORK} AS labels, ifNull(counted.active, 0) AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  NULL AS coverage, ifNull(counted.grantees, 0) AS samples,
  concat('grants of ', toString(ifNull(told.answered, 0)), ' of ', toString(ifNull(told.asked, 0)), ' accounts known to grant: the chain has no list of all') AS note
FROM bounds AS now
LEFT JOIN (SELECT epoch, countIf(answered) AS answered, count() AS asked FROM agreed_granters(${AT}) WHERE ${WANTED} GROUP BY epoch) AS told ON told.epoch = now.epoch
LEFT JOIN (
  SELECT live.epoch AS epoch, count() AS grantees, countIf(signers.address IS NOT NULL) AS active
  FROM (
    SELECT DISTINCT given.epoch AS epoch, given.grantee AS grantee
    FROM (SELECT epoch, granter, grantee, expires_at FROM agreed_grants(${AT}) WHERE ${WANTED}) AS given
    INNER JOIN bounds ON bounds.epoch = given.epoch
    LEFT ANTI JOIN (SELECT epoch, address FROM agreed_participants(${AT}) WHERE ${WANTED}) AS host
      ON host.epoch = given.epoch AND host.address = given.granter
    WHERE given.expires_at IS NULL OR given.expires_at > bounds.until
  ) AS live
  LEFT JOIN signers ON signers.epoch = live.epoch AND signers.address = live.grantee
  GROUP BY live.epoch
) AS counted ON counted.epoch = now.epoch`,
};
