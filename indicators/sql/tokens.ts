import { BUCKET_DAYS, BUCKETS_FROM, BUCKETS_UNTIL, type BucketColumn, FIRST_NS, inBuckets, LAST_NS } from "./buckets.ts";
import { AT, NO_NUMBER, RECORDED } from "./fragments.ts";
import { CONTRADICT, CONTRADICTED } from "./sessions.ts";

/**
 * Estimators of tokens that can be asked for epochs and for UTC days. Each is common tables of which one has the estimator's name (t1, t2,
 * t2b, t3) and the columns `bucket, model_id, kind, tokens, coverage, samples, note`: model and kind are empty for all of them, tokens null
 * where it saw nothing to tell by. They count different things and are never added.
 */

/** One row a bucket of `buckets` with the network-wide number, and one a model or kind, as tokens a day. */
export const tokensADay = (column: BucketColumn, estimator: string): string => `
SELECT buckets.bucket AS ${column}, mapFilter((name, label) -> label != '', map('model_id', told.model_id, 'kind', told.kind)) AS labels,
  told.tokens / ${BUCKET_DAYS} AS value, told.tokens AS numerator, ${BUCKET_DAYS} AS denominator, told.coverage AS coverage,
  told.samples AS samples, told.note AS note
FROM buckets INNER JOIN ${estimator} AS told ON told.bucket = buckets.bucket`;

/** The moments of the wanted buckets in unix seconds: what lies outside needn't be looked at. */
const WITHIN_SECONDS = (at: string) => `${at} >= intDiv(${FIRST_NS}, 1000000000) AND ${at} <= intDiv(${LAST_NS}, 1000000000)`;

const DONE_AT = "ifNull(confirmed_at, started_at)";

/**
 * Common table `done`: finished inferences of the wanted buckets by when their start was confirmed, `bucket, escrow_id, model_id, executor,
 * prompt, completion`; not those of sessions whose diffs contradict their settlement.
 */
export const DONE = `
finished_inference AS (
  SELECT escrow_id, toString(model_id) AS model_id, toString(executor) AS executor, toFloat64(ifNull(prompt_tokens, 0)) AS prompt,
    toFloat64(ifNull(completion_tokens, 0)) AS completion, toInt64(${DONE_AT}) * 1000000000 AS at
  FROM inferences FINAL
  WHERE ${RECORDED} AND (prompt_tokens IS NOT NULL OR completion_tokens IS NOT NULL) AND ${WITHIN_SECONDS(DONE_AT)}
    AND escrow_id NOT IN ${CONTRADICTED}
),
done AS (SELECT bucket, escrow_id, model_id, executor, prompt, completion FROM ${inBuckets("finished_inference")})`;

/**
 * Common table `open_sessions`, a row a bucket and session that was open in it: opened before its end, and not settled, nor its epoch's
 * successor over, before its start: `bucket, escrow_id, model_id, share, contradicts`. `share` is how much of it was read: all where its diffs
 * have come to an end or were read after the bucket, the nonces read of those settled, else the time until it was read last. Of one whose diffs
 * contradict its settlement nothing was read.
 */
export const OPEN_SESSIONS = `
sessions AS (
  SELECT opening.escrow_id AS escrow_id, opening.model_id AS model_id, opening.opened AS opened, settlement.settled AS settled,
    settlement.nonce AS settled_nonce, diffs.nonce AS nonce, diffs.finalized AS finalized, diffs.read_at AS read_at, diffs.fits AS fits,
    ifNull(settlement.settled, ifNull(later.ends, toInt64(9223372036854775807))) AS closed
  FROM (
    SELECT escrow_id, toString(model_id) AS model_id, epoch, toUnixTimestamp64Nano(time) AS opened FROM escrow_openings FINAL
    WHERE ${RECORDED} AND time < ${BUCKETS_UNTIL}
  ) AS opening
  LEFT JOIN (SELECT escrow_id, toUnixTimestamp64Nano(time) AS settled, nonce FROM settlements FINAL WHERE ${RECORDED}) AS settlement
    ON settlement.escrow_id = opening.escrow_id
  LEFT JOIN (
    SELECT escrow_id, nonce, finalized, fits_settlement AS fits, toUnixTimestamp64Milli(observed_at) * 1000000 AS read_at
    FROM session_reads FINAL WHERE ${RECORDED}
  ) AS diffs ON diffs.escrow_id = opening.escrow_id
  LEFT JOIN (SELECT epoch, toUnixTimestamp64Nano(ends_at) AS ends FROM epoch_times(${AT})) AS later ON later.epoch = opening.epoch + 1
  WHERE closed > ${FIRST_NS}
),
open_sessions AS (
  SELECT buckets.bucket AS bucket, sessions.escrow_id AS escrow_id, sessions.model_id AS model_id, ifNull(sessions.fits = 0, 0) AS contradicts,
    multiIf(
      read_at IS NULL OR contradicts, 0,
      finalized OR ifNull(nonce >= settled_nonce, 0), 1,
      ifNull(settled <= buckets.ends, 0), nonce / settled_nonce,
      read_at >= least(buckets.ends, closed), 1,
      greatest(0, (read_at - greatest(opened, buckets.starts)) / (least(buckets.ends, closed) - greatest(opened, buckets.starts)))) AS share
  FROM sessions INNER JOIN buckets ON 1 = 1
  WHERE sessions.opened < buckets.ends AND sessions.closed > buckets.starts
)`;

/** T2, as the diffs of sessions say. Coverage: of the sessions that were open in the bucket, the part that was read. */
export const T2 = `${DONE},${OPEN_SESSIONS},
t2_counted AS (
  SELECT bucket, level.1 AS model_id, level.2 AS kind, sum(level.3) AS tokens, sum(level.4) AS inferences
  FROM (
    SELECT bucket, arrayJoin([('', '', prompt + completion, 1), (model_id, '', prompt + completion, 1), ('', 'prompt', prompt, 1),
      ('', 'completion', completion, 1)]) AS level FROM done
    UNION ALL
    SELECT bucket, ('', '', toFloat64(0), 0) AS level FROM buckets
  ) GROUP BY bucket, level.1, level.2
),
t2_seen AS (
  SELECT bucket, of AS model_id, count() AS known, ifNull(sum(share), 0) AS seen, countIf(share > 0) AS read, countIf(contradicts) AS contradicting
  FROM (SELECT bucket, share, contradicts, arrayJoin(['', model_id]) AS of FROM open_sessions) GROUP BY bucket, of
),
t2 AS (
  SELECT counted.bucket AS bucket, counted.model_id AS model_id, counted.kind AS kind,
    if(ifNull(seen.read, 0) = 0 AND seen.known > 0 AND inferences = 0, NULL, counted.tokens) AS tokens,
    if(ifNull(seen.known, 0) = 0, if(inferences = 0, 1, NULL), seen.seen / seen.known) AS coverage, inferences AS samples,
    concat('T2, diffs of sessions: ', toString(ifNull(seen.read, 0)), ' of ', toString(ifNull(seen.known, 0)), ' open sessions read',
      if(ifNull(seen.contradicting, 0) > 0, concat('; ', toString(assumeNotNull(seen.contradicting)), ' ${CONTRADICT}'), '')) AS note
  FROM t2_counted AS counted
  LEFT JOIN t2_seen AS seen ON seen.bucket = counted.bucket AND seen.model_id = counted.model_id
)`;

/** Common table `settled_session`: settlements of the wanted buckets by block time, `bucket, escrow_id, model_id, price, tokens`; null without price or slots. */
export const SETTLED_SESSIONS = `
settled_escrow AS (
  SELECT settlement.escrow_id AS escrow_id, settlement.at AS at, ifNull(terms.model_id, opening.model_id) AS model_id, terms.price AS price,
    costs.cost / terms.price AS tokens
  FROM (
    SELECT escrow_id, toUnixTimestamp64Nano(time) AS at FROM settlements FINAL
    WHERE ${RECORDED} AND time >= ${BUCKETS_FROM} AND time < ${BUCKETS_UNTIL}
  ) AS settlement
  LEFT JOIN (SELECT escrow_id, toString(model_id) AS model_id, nullIf(toFloat64(token_price), 0) AS price FROM escrows FINAL WHERE ${RECORDED}) AS terms
    ON terms.escrow_id = settlement.escrow_id
  LEFT JOIN (SELECT escrow_id, toString(model_id) AS model_id FROM escrow_openings FINAL WHERE ${RECORDED}) AS opening
    ON opening.escrow_id = settlement.escrow_id
  LEFT JOIN (SELECT escrow_id, sum(toFloat64(cost)) AS cost FROM settlement_slots FINAL WHERE ${RECORDED} GROUP BY escrow_id) AS costs
    ON costs.escrow_id = settlement.escrow_id
),
settled_session AS (SELECT bucket, escrow_id, ifNull(model_id, '') AS model_id, price, tokens FROM ${inBuckets("settled_escrow")})`;

/** T1, as settlements say. Coverage: settlements with a known price ÷ escrows opened in the bucket, at most 1. */
export const T1 = `${SETTLED_SESSIONS},
opened_escrow AS (
  SELECT escrow_id, toString(model_id) AS model_id, toUnixTimestamp64Nano(time) AS at FROM escrow_openings FINAL
  WHERE ${RECORDED} AND time >= ${BUCKETS_FROM} AND time < ${BUCKETS_UNTIL}
),
t1_counted AS (
  SELECT bucket, level.1 AS model_id, sum(level.2) AS opened, sum(level.3) AS settled, countIf(level.4 IS NOT NULL) AS priced, sum(level.4) AS total
  FROM (
    SELECT bucket, arrayJoin(arrayMap(of -> (of, 0, 1, tokens), arrayDistinct(['', model_id]))) AS level FROM settled_session
    UNION ALL
    SELECT bucket, arrayJoin(arrayMap(of -> (of, 1, 0, ${NO_NUMBER}), arrayDistinct(['', model_id]))) AS level FROM ${inBuckets("opened_escrow")}
    UNION ALL
    SELECT bucket, ('', 0, 0, ${NO_NUMBER}) AS level FROM buckets
  ) GROUP BY bucket, level.1
),
t1 AS (
  SELECT bucket, model_id, '' AS kind, if(settled > 0 AND priced = 0, NULL, ifNull(total, 0)) AS tokens,
    multiIf(opened > 0, least(1, priced / opened), settled > 0, priced / settled, 1) AS coverage, settled AS samples,
    concat('T1, settlements: ', toString(settled), ' settled, ', toString(opened), ' opened',
      if(settled > priced, concat('; ', toString(settled - priced), ' left out, their price is not known'), '')) AS note
  FROM t1_counted WHERE model_id = '' OR settled > 0
)`;
