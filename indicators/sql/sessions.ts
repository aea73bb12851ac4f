import { KNOWN_ESCROWS } from "./demand.ts";
import { RECORDED, WANTED } from "./fragments.ts";

/**
 * Common table `attempts`, every inference of the escrows of the wanted epochs: `epoch, model_id, outcome` flags as 0 and 1. Started is every
 * start: a gateway races hosts for one request, and sends starts without a payload. Invalidated is what more than half of the slots voted
 * against; null where the slots aren't known and somebody did.
 */
export const ATTEMPTS = `
attempts AS (
  SELECT done.epoch AS epoch, toString(done.model_id) AS model_id, done.confirmed_at IS NOT NULL AS confirmed,
    done.completion_tokens IS NOT NULL AS finished, ifNull(done.timeout_reason = 1, 0) AS refused, ifNull(done.timeout_reason = 2, 0) AS timed_out,
    done.completion_tokens IS NULL AND done.timeout_reason IS NULL AS unfinished, done.validations_invalid > 0 AS challenged,
    if(done.votes_invalid = 0, 0, toNullable(done.votes_invalid * 2 > escrow.slots)) AS invalidated
  FROM (SELECT * FROM inferences FINAL WHERE ${RECORDED} AND ${WANTED}) AS done
  LEFT JOIN (SELECT escrow_id, length(slots) AS slots FROM escrows FINAL WHERE ${RECORDED}) AS escrow ON escrow.escrow_id = done.escrow_id
)`;

/** Common table `sessions_read`: escrows that a wanted epoch opened, and how many of them were read (`epoch, opened, read`). */
export const SESSIONS_READ = `
sessions_read AS (
  SELECT known.opened_in AS epoch, count() AS opened, countIf(seen.escrow_id IS NOT NULL) AS read
  FROM ${KNOWN_ESCROWS} AS known
  LEFT JOIN (SELECT DISTINCT escrow_id FROM session_reads FINAL WHERE ${RECORDED}) AS seen ON seen.escrow_id = known.escrow_id
  GROUP BY known.opened_in
)`;

/**
 * Common table `served`, tokens of finished inferences by the epoch in whose time they were confirmed: `epoch, model_id, tokens`. A session may
 * go on after its escrow's epoch, not before. Needs `bounds` of the same epochs.
 */
export const SERVED = `
served AS (
  SELECT span.epoch AS epoch, done.model_id AS model_id, toFloat64(sum(toUInt128(done.tokens))) AS tokens
  FROM (
    SELECT 1 AS one, toString(model_id) AS model_id, prompt_tokens + completion_tokens AS tokens, toDateTime64(ifNull(confirmed_at, started_at), 9, 'UTC') AS at
    FROM inferences FINAL WHERE ${RECORDED} AND epoch <= {last:UInt32} AND prompt_tokens IS NOT NULL AND completion_tokens IS NOT NULL
  ) AS done
  ASOF INNER JOIN (SELECT 1 AS one, epoch, starts_at, until FROM bounds) AS span ON span.one = done.one AND done.at >= span.starts_at
  WHERE done.at < span.until
  GROUP BY span.epoch, done.model_id
)`;
