import type { Method } from "../method.ts";
import { BOUNDS, SETTLED, SETTLED_IN_EPOCH } from "../sql/demand.ts";
import { AT, NETWORK, RECORDED, WANTED } from "../sql/fragments.ts";

/**
 * Linked is a payer that is a registered host itself, or to whom a host has given a grant of authz or feegrant (a warm key). Transfers are
 * not collected, so funding of one by the other isn't seen: a lower bound. Beside it the part that payers spent on slots of their own.
 */
export const gamingFlags: Method = {
  indicator: "mkm.gaming_flags",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: payers that are hosts or hold their grants; funding between the two is not collected yet",
  summary:
    "settled value of payers that are hosts themselves or hold a host's grant ÷ all settled value of the epoch; beside it what payers paid to slots of their own",
  estimate: true,
  needs: ["escrows", "settlements", "times", "participants"],
  history: [{ kind: "calibration", needs: ["grants"] }],
  minSamples: 1,
  sql: `
WITH ${BOUNDS}, ${SETTLED}, ${SETTLED_IN_EPOCH},
hosts AS (SELECT epoch, toString(address) AS address FROM agreed_participants(${AT}) WHERE ${WANTED}),
linked AS (
  SELECT DISTINCT epoch, address FROM (
    SELECT epoch, address FROM hosts
    UNION ALL
    SELECT given.epoch AS epoch, toString(given.grantee) AS address FROM (SELECT epoch, granter, grantee FROM agreed_grants(${AT}) WHERE ${WANTED}) AS given
    INNER JOIN hosts ON hosts.epoch = given.epoch AND hosts.address = toString(given.granter)
  )
),
own_slots AS (
  SELECT escrow.escrow_id AS escrow_id, toFloat64(sum(toUInt128(slot.cost))) AS cost
  FROM (SELECT escrow_id, toString(creator) AS creator, slots FROM escrows FINAL WHERE ${RECORDED}) AS escrow
  INNER JOIN (SELECT escrow_id, slot_id, cost FROM settlement_slots FINAL WHERE ${RECORDED}) AS slot ON slot.escrow_id = escrow.escrow_id
  WHERE toString(escrow.slots[slot.slot_id + 1]) = escrow.creator
  GROUP BY escrow.escrow_id
),
summed AS (
  SELECT paid.epoch AS epoch, count() AS settlements, countIf(paid.payer != '' AND paid.payout IS NOT NULL) AS told, ifNull(sumIf(paid.payout, paid.payer != ''), 0) AS value,
    ifNull(sumIf(paid.payout, linked.address IS NOT NULL), 0) AS linked_value, uniqExactIf(paid.payer, linked.address IS NOT NULL) AS payers,
    ifNull(sum(own.cost), 0) AS own_value
  FROM in_epoch AS paid LEFT JOIN linked ON linked.epoch = paid.epoch AND linked.address = paid.payer
  LEFT JOIN own_slots AS own ON own.escrow_id = paid.escrow_id
  GROUP BY paid.epoch
)
SELECT bounds.epoch AS epoch, row.1 AS labels, row.2 AS value, row.3 AS numerator, row.4 AS denominator,
  if(ifNull(settlements, 0) > 0, told / settlements, 1) AS coverage, ifNull(settlements, 0) AS samples, row.5 AS note
FROM bounds LEFT JOIN summed ON summed.epoch = bounds.epoch ARRAY JOIN [
  (${NETWORK}, if(summed.value > 0, linked_value / summed.value, NULL), linked_value, summed.value,
    if(summed.value > 0, concat('estimate, a lower bound: ', toString(payers), ' payers are hosts or hold a host''s grant; transfers between accounts are not collected'),
      'nothing was settled')),
  (map('measure', 'own_slots'), if(summed.value > 0, own_value / summed.value, NULL), own_value, summed.value,
    'costs of slots whose host is the payer itself, of escrows whose slots are known')] AS row`,
};
