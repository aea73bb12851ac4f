import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NUMBER, WANTED } from "../sql/fragments.ts";

/**
 * Of the PoC that formed the epoch. The smallest margin over the models: numerator Σ of its voting powers (own and delegated), denominator
 * the network's whole weight; value: their ratio − 2/3. One row a model beside it; its note names who of the voters, the members with
 * weight of the epoch before, refused and who neither votes nor delegates, where poc_delegation was told.
 */
export const voteMargin: Method = {
  indicator: "mdl.vote_margin",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "smallest, over the models, of voting power able to vote on its PoC ÷ the network's weight − 2/3; one row a model beside it, its note naming refusals and absent delegations",
  estimate: false,
  needs: ["members", "poc_snapshot"],
  history: [],
  // Delegations are told in the epoch whose members vote: the one before.
  alsoReads: [{ from: -1, to: -1, needs: ["members", "poc_delegations"] }],
  minSamples: 1,
  sql: `
WITH powers AS (
  SELECT power.epoch AS epoch, toString(power.model_id) AS model_id, toFloat64(sum(toInt128(power.voting_power))) AS power,
    groupUniqArrayIf(power.address, power.voting_power > 0) AS voting
  FROM agreed_poc_voting_powers(${AT}) AS power WHERE power.${WANTED} GROUP BY epoch, model_id
),
voters AS (SELECT epoch + 1 AS epoch, groupUniqArray(address) AS voters FROM agreed_members(${AT}) WHERE weight > 0 GROUP BY epoch),
delegations AS (
  SELECT epoch + 1 AS epoch, toString(model_id) AS model_id, groupUniqArrayIf(address, kind = 'refusal') AS refusals,
    groupUniqArrayIf(address, kind = 'delegation') AS delegating
  FROM agreed_poc_delegations(${AT}) GROUP BY epoch, model_id
),
-- An answer without any delegation has no row: that it was told is in the vote.
asked AS (SELECT epoch + 1 AS epoch FROM agreed(${AT}) WHERE topic = 'poc_delegations'),
margins AS (
  SELECT snapshot.epoch AS epoch, toFloat64(snapshot.total_network_weight) AS total, powers.model_id AS model_id, powers.power AS power,
    if(total > 0, power / total - 2 / 3, NULL) AS margin,
    multiIf(total <= 0, 'the snapshot has no weight', asked.epoch IS NULL OR voters.epoch IS NULL, 'delegations not collected',
      concat(toString(length(delegations.refusals)), ' refuse', if(empty(delegations.refusals), '', concat(' (', arrayStringConcat(arraySort(delegations.refusals), ', '), ')')),
        ', ', toString(length(arrayFilter(v -> NOT has(powers.voting, v) AND NOT has(delegations.refusals, v) AND NOT has(delegations.delegating, v), voters.voters) AS missing)),
        ' neither vote nor delegate', if(empty(missing), '', concat(' (', arrayStringConcat(arraySlice(arraySort(missing), 1, 20), ', '), if(length(missing) > 20, ', …', ''), ')')))) AS note
  FROM agreed_poc_snapshots(${AT}) AS snapshot
  INNER JOIN powers ON powers.epoch = snapshot.epoch
  LEFT JOIN voters ON voters.epoch = snapshot.epoch
  LEFT JOIN asked ON asked.epoch = snapshot.epoch
  LEFT JOIN delegations ON delegations.epoch = snapshot.epoch AND delegations.model_id = powers.model_id
  WHERE snapshot.${WANTED}
)
SELECT now.epoch AS epoch, row.1 AS labels, row.2 AS value, row.3 AS numerator, row.4 AS denominator, 1 AS coverage, row.5 AS samples, row.6 AS note
FROM (SELECT epoch FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS now
LEFT JOIN (
  SELECT epoch, arraySort(m -> (m.1, m.4), groupArray((assumeNotNull(margin), power, total, model_id, note))) AS models
  FROM margins WHERE margin IS NOT NULL GROUP BY epoch
) AS judged ON judged.epoch = now.epoch
ARRAY JOIN arrayConcat(
  [(${NETWORK}, if(empty(models), NULL, models[1].1), if(empty(models), ${NO_NUMBER}, models[1].2), if(empty(models), ${NO_NUMBER}, models[1].3), length(models),
    if(empty(models), 'the snapshot has no voting power of any model', concat(models[1].4, ': ', models[1].5)))],
  arrayMap(m -> (map('model_id', m.4), CAST(m.1 AS Nullable(Float64)), CAST(m.2 AS Nullable(Float64)), CAST(m.3 AS Nullable(Float64)), toUInt64(1), m.5), models)) AS row`,
};
