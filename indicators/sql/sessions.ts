import { KNOWN_ESCROWS } from "./demand.ts";
import { RECORDED, WANTED } from "./fragments.ts";

/** Sessions whose diffs contradict their settlement, or of which no two hosts tell the same: whose word is right isn't known, so they count as unread. */
export const CONTRADICTED = `(SELECT escrow_id FROM session_reads FINAL WHERE ${RECORDED} AND fits_settlement = 0)`;

/** Said of how many they are. */
export const CONTRADICT = "contradict what was settled, or other hosts, and are left out";

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
  FROM (SELECT * FROM inferences FINAL WHERE ${RECORDED} AND ${WANTED} AND escrow_id NOT IN ${CONTRADICTED}) AS done
  LEFT JOIN (SELECT escrow_id, length(slots) AS slots FROM escrows FINAL WHERE ${RECORDED}) AS escrow ON escrow.escrow_id = done.escrow_id
)`;

/**
 * Common table `sessions_read`: of the escrows that an epoch of `bounds` opened, how many there are, of how many any diffs were read, the share
 * of all that was (`epoch, opened, read, share`), and how many contradict their settlement and count as unread. A session's share is all where its diffs have come
 * to an end or were read after the epoch; the nonces read of those settled; else the time until it was read last.
 */
export const SESSIONS_READ = `
sessions_read AS (
  SELECT epoch, count() AS opened, countIf(part > 0) AS read, arraySum(arraySort(groupArray(assumeNotNull(part)))) / opened AS share, countIf(fits = 0) AS contradicting
  FROM (
    SELECT opening.epoch AS epoch, diffs.fits AS fits,
      multiIf(diffs.read_at IS NULL OR ifNull(diffs.fits = 0, 0), 0, diffs.finalized OR ifNull(diffs.nonce >= paid.nonce, 0), 1, ifNull(paid.nonce, 0) > 0, diffs.nonce / paid.nonce,
        diffs.read_at >= opening.until, 1,
        greatest(0, (diffs.read_at - opening.starts_at) / greatest(opening.until - opening.starts_at, 1))) AS part
    FROM (
      SELECT bounds.epoch AS epoch, known.escrow_id AS escrow_id, toUnixTimestamp64Nano(bounds.starts_at) AS starts_at, toUnixTimestamp64Nano(bounds.until) AS until
      FROM bounds INNER JOIN ${KNOWN_ESCROWS} AS known ON known.opened_in = bounds.epoch
    ) AS opening
    LEFT JOIN (
      SELECT escrow_id, nonce, finalized, fits_settlement AS fits, toUnixTimestamp64Milli(observed_at) * 1000000 AS read_at FROM session_reads FINAL WHERE ${RECORDED}
    ) AS diffs ON diffs.escrow_id = opening.escrow_id
    LEFT JOIN (SELECT escrow_id, nonce FROM settlements FINAL WHERE ${RECORDED}) AS paid ON paid.escrow_id = opening.escrow_id
  ) GROUP BY epoch
)`;

/** The share of an epoch's sessions that was read: all of none. `seen` is a row of `sessions_read`, or null. */
export const readShare = (seen: string) => `if(ifNull(${seen}.opened, 0) > 0, ${seen}.share, 1)`;

/** Of how many of an epoch's sessions anything was read, in words. */
export const readWords = (seen: string) =>
  `concat(toString(ifNull(${seen}.read, 0)), ' of ', toString(ifNull(${seen}.opened, 0)), ' sessions read',
    if(ifNull(${seen}.contradicting, 0) > 0, concat('; ', toString(assumeNotNull(${seen}.contradicting)), ' ${CONTRADICT}'), ''))`;

/**
 * Common table `served`, tokens of finished inferences by the epoch in whose time they were confirmed: `epoch, model_id, tokens`. A session may
 * go on in the epoch after its escrow's. Needs `bounds` of the same epochs, of which the first lies `back` before the first one wanted.
 */
export const servedSince = (back: number) => `
served AS (
  SELECT span.epoch AS epoch, done.model_id AS model_id, sum(done.tokens) AS tokens
  FROM (
    SELECT 1 AS one, toString(model_id) AS model_id, toFloat64(ifNull(prompt_tokens, 0)) + toFloat64(ifNull(completion_tokens, 0)) AS tokens,
      toDateTime64(ifNull(confirmed_at, started_at), 9, 'UTC') AS at
    FROM inferences FINAL
    WHERE ${RECORDED} AND epoch + ${back + 2} >= {first:UInt32} AND epoch <= {last:UInt32} + 1 AND (prompt_tokens IS NOT NULL OR completion_tokens IS NOT NULL)
      AND escrow_id NOT IN ${CONTRADICTED}
  ) AS done
  ASOF INNER JOIN (SELECT 1 AS one, epoch, starts_at, until FROM bounds) AS span ON span.one = done.one AND done.at >= span.starts_at
  WHERE done.at < span.until
  GROUP BY span.epoch, done.model_id
)`;

/** The wanted epochs and so many before them. */
export const epochsSince = (back: number) =>
  back === 0 ? WANTED : `epoch + ${back} >= {first:UInt32} AND epoch <= {last:UInt32}`;
