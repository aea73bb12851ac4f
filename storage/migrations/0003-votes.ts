import type { Migration } from "./types.ts";
import { AS_OF, AT, CHAIN } from "./views.ts";

/** A view of the rows of one fact table that the sources agree on. */
export const agreedRows = (view: string, table: string, topic: string, columns: string) =>
  `CREATE VIEW ${view} AS
   SELECT ${columns}
   FROM ${table} AS fact FINAL
   INNER JOIN agreed(${AT}) AS vote ON vote.epoch = fact.epoch AND vote.content_hash = fact.content_hash
   WHERE fact.chain_id = ${CHAIN} AND vote.topic = '${topic}'`;

/**
 * Who said what, and what holds. The vote is on whole answers: of the latest answer of each source that could tell, the content that more
 * than half of them gave is agreed; without such a majority nothing is. `chain` and `as_of` are parameters: the views rebuild any moment.
 */
export const votes: Migration = {
  number: 3,
  name: "votes",
  statements: [
    `CREATE VIEW latest_answers AS
     SELECT topic, epoch, subject, source, newest.1 AS outcome, newest.2 AS content_hash, newest.3 AS final, newest.4 AS height,
       newest.5 AS detail, newest_at AS observed_at
     FROM (
       SELECT topic, epoch, subject, source, max(answer.observed_at) AS newest_at,
         argMax(tuple(answer.outcome, answer.content_hash, answer.final, answer.height, answer.detail), answer.observed_at) AS newest
       FROM answers AS answer
       WHERE answer.chain_id = ${CHAIN} AND answer.observed_at <= ${AS_OF}
       GROUP BY topic, epoch, subject, source
     )`,

    `CREATE VIEW votes AS
     SELECT topic, epoch, subject, ifNull(sumIf(voices, spoke), 0) AS tellers, ifNull(maxIf(voices, spoke), 0) AS top,
       argMaxIf(tuple(said, said_hash, said_final, said_by), voices, spoke) AS winner,
       multiIf(tellers = 0, 'lost', top * 2 <= tellers, 'disputed', winner.1 = 'absent', 'absent', 'agreed') AS verdict,
       if(verdict = 'agreed', winner.2, '') AS content_hash,
       verdict IN ('agreed', 'absent') AND winner.3 = 1 AS final,
       if(verdict IN ('agreed', 'absent'), winner.4, []) AS agreeing,
       arraySort(arrayFilter(s -> NOT has(agreeing, s), arrayFlatten(groupArrayIf(said_by, spoke)))) AS odd,
       arraySort(arrayFlatten(groupArrayIf(said_by, NOT spoke))) AS cannot_tell
     FROM (
       SELECT topic, epoch, subject, toString(outcome) AS said, content_hash AS said_hash, said != 'unknown' AS spoke, count() AS voices,
         arraySort(groupArray(source)) AS said_by, max(toUInt8(final)) AS said_final
       FROM (
         -- What was told when the chain could no longer change it outranks what was told before.
         SELECT *, max(toUInt8(final)) OVER (PARTITION BY topic, epoch, subject) AS any_final FROM latest_answers(${AT})
       )
       WHERE outcome = 'unknown' OR toUInt8(final) = any_final
       GROUP BY topic, epoch, subject, outcome, content_hash
     )
     GROUP BY topic, epoch, subject`,

    `CREATE VIEW agreed AS
     SELECT topic, epoch, subject, content_hash, final, agreeing
     FROM votes(${AT}) WHERE verdict = 'agreed'`,

    agreedRows(
      "agreed_epochs",
      "epochs",
      "epoch_group",
      "fact.epoch AS epoch, epoch_group_id, poc_start_height, effective_height, last_height, total_weight, number_of_requests, models, weight_scales",
    ),
    agreedRows(
      "agreed_members",
      "epoch_members",
      "epoch_group",
      "fact.epoch AS epoch, address, weight, confirmation_weight, reputation",
    ),
    agreedRows(
      "agreed_model_members",
      "model_members",
      "model_group",
      "fact.epoch AS epoch, model_id, address, weight, confirmation_weight, voting_power",
    ).concat(" AND vote.subject = fact.model_id"),
    agreedRows(
      "agreed_nodes",
      "epoch_nodes",
      "model_group",
      "fact.epoch AS epoch, model_id, address, node_id, poc_weight, pre_poc_slot, poc_slot",
    ).concat(" AND vote.subject = fact.model_id"),
    agreedRows("agreed_exclusions", "exclusions", "exclusions", "fact.epoch AS epoch, address, reason, fact.height AS height"),
    agreedRows(
      "agreed_poc_events",
      "poc_events",
      "poc_events",
      "fact.epoch AS epoch, event_sequence, trigger_height, generation_start_height, phase, poc_seed_block_hash",
    ),
    // Results asked member by member (topic epoch_results_by_member) count only where no source ever gave the epoch's results as a whole.
    `CREATE VIEW agreed_results AS
     SELECT fact.epoch AS epoch, address, inference_count, missed_requests, earned_coins, rewarded_coins, burned_coins,
       validated_inferences, invalidated_inferences, claimed
     FROM epoch_results AS fact FINAL
     INNER JOIN agreed(${AT}) AS vote ON vote.epoch = fact.epoch AND vote.content_hash = fact.content_hash
     WHERE fact.chain_id = ${CHAIN} AND (vote.topic = 'epoch_results' OR (vote.topic = 'epoch_results_by_member'
       AND vote.epoch NOT IN (SELECT epoch FROM votes(${AT}) WHERE topic = 'epoch_results' AND tellers > 0)))`,

    // A header's answer hash names its block hash and its time, so that a node lying in either is outvoted.
    `CREATE VIEW agreed_headers AS
     SELECT DISTINCT block.height AS height, block.hash AS hash, block.time AS time
     FROM blocks AS block
     INNER JOIN agreed(${AT}) AS vote ON vote.subject = toString(block.height)
     WHERE block.chain_id = ${CHAIN} AND vote.topic = 'header' AND vote.content_hash = concat(block.hash, ' ', toString(block.time))`,

    `CREATE VIEW epoch_times AS
     SELECT epoch.epoch AS epoch, epoch.effective_height AS effective_height, epoch.last_height AS last_height,
       first.time AS starts_at, next.time AS ends_at
     FROM agreed_epochs(${AT}) AS epoch
     LEFT JOIN agreed_headers(${AT}) AS first ON first.height = epoch.effective_height
     LEFT JOIN agreed_headers(${AT}) AS next ON next.height = epoch.last_height + 1
     WHERE epoch.effective_height > 0`,

    // Parameters change by governance, and may be set back. A version holds that most of the sources which ever told parameters have told;
    // every height at which one was told anew is a sighting of it (an answer is stored when it differs from the source's last).
    `CREATE VIEW params_versions AS
     SELECT version.content_hash AS content_hash, seen.at_height AS seen_height, token_price, create_devshard_fee, fee_per_nonce, weight_scales,
       epoch_length, poc_stage_duration, poc_exchange_duration, poc_validation_delay, poc_validation_duration, set_new_validators_delay
     FROM params AS version FINAL
     INNER JOIN (
       SELECT content_hash, arrayJoin(groupUniqArray(assumeNotNull(height))) AS at_height, uniqExact(source) AS told_by
       FROM answers
       WHERE chain_id = ${CHAIN} AND observed_at <= ${AS_OF} AND topic = 'params' AND outcome = 'told' AND height IS NOT NULL
       GROUP BY content_hash
     ) AS seen ON seen.content_hash = version.content_hash
     WHERE version.chain_id = ${CHAIN} AND told_by * 2 > (
       SELECT uniqExact(source) FROM answers
       WHERE chain_id = ${CHAIN} AND observed_at <= ${AS_OF} AND topic = 'params' AND outcome = 'told')`,

    // The parameters in force at each epoch: the last seen by its end; where none were, the earliest seen later, marked as assumed.
    `CREATE VIEW epoch_params AS
     SELECT epoch, tupleElement(chosen, 2) AS content_hash, tupleElement(chosen, 3) AS seen_height, seen_height > until AS assumed,
       tupleElement(chosen, 4) AS token_price, tupleElement(chosen, 5) AS weight_scales
     FROM (
       SELECT epoch.epoch AS epoch, if(epoch.last_height = 0, 18446744073709551615, epoch.last_height) AS until,
         arraySort(v -> (v.1 > until, if(v.1 > until, toInt64(v.1), -toInt64(v.1))),
           groupArray(tuple(version.seen_height, version.content_hash, version.seen_height, version.token_price, version.weight_scales)))[1] AS chosen
       FROM agreed_epochs(${AT}) AS epoch
       CROSS JOIN params_versions(${AT}) AS version
       GROUP BY epoch.epoch, epoch.last_height
     )`,
  ],
};
