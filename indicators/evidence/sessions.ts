import { z } from "zod";
import { count, isoTime } from "../../storage/read/query.ts";
import type { Standing } from "../../storage/read/standing.ts";
import { BUCKETS } from "../sql/buckets.ts";
import { RECORDED } from "../sql/fragments.ts";
import { DONE, OPEN_SESSIONS, SETTLED_SESSIONS } from "../sql/tokens.ts";
import type { BucketParams } from "./bucket-params.ts";
import type { Listed } from "./listed.ts";

const moment = z.string().transform(isoTime).nullable();
const flag = z.union([z.boolean(), z.int().transform(Boolean)]).nullable();

const session = z.object({
  escrow_id: z.string(),
  model_id: z.string().nullable(),
  creator: z.string().nullable(),
  opened_height: count.nullable(),
  opened_at: moment,
  settled_height: count.nullable(),
  settled_at: moment,
  /** Last nonce of the settlement. */
  settled_nonce: count.nullable(),
  /** At which the chain was seen to have dropped it unsettled. */
  expired_height: count.nullable(),
  /** Prompt and completion tokens of inferences that finished in the bucket, as its diffs tell; null where none did. */
  diff_tokens: z.number().nullable(),
  finished: count,
  /** Σ cost ÷ price, where it was settled in the bucket. */
  settled_tokens: z.number().nullable(),
  /** Of the time that it was open in the bucket, the part whose diffs were read; null where it was not open in it. */
  share_read: z.number().nullable(),
  /** How far its diffs were read, by whom they were told and when; null where none were. */
  read_nonce: count.nullable(),
  read_from: z.string().nullable(),
  read_version: z.string().nullable(),
  read_at: moment,
  /** Whether the diffs fit the settlement; null where there is nothing to compare. */
  fits_settlement: flag,
  detail: z.string().nullable(),
});
/** A session that was open, served or settled in a bucket. Tokens are tokens, not a day's. */
export type SessionEvidence = z.infer<typeof session>;

const row = session.extend({ of: count, all_diff_tokens: z.number().nullable(), all_settled_tokens: z.number().nullable() });

/** The sessions of a bucket, and the tokens of all of them: what T2 and T1 say of it. */
export interface SessionsOfBucket extends Listed<SessionEvidence> {
  readonly diff_tokens: number;
  readonly settled_tokens: number;
}

const SESSIONS_OF_BUCKET = `
WITH ${BUCKETS},${DONE},${OPEN_SESSIONS},${SETTLED_SESSIONS},
touched AS (
  SELECT escrow_id, sum(diffs) AS diff_tokens, sum(done) AS finished, sum(paid) AS settled_tokens, max(part) AS share_read FROM (
    SELECT escrow_id, toNullable(prompt + completion) AS diffs, 1 AS done, CAST(NULL, 'Nullable(Float64)') AS paid,
      CAST(NULL, 'Nullable(Float64)') AS part FROM done
    UNION ALL SELECT escrow_id, NULL, 0, tokens, NULL FROM settled_session
    UNION ALL SELECT escrow_id, NULL, 0, NULL, toFloat64(share) FROM open_sessions
  ) GROUP BY escrow_id
)
SELECT toString(touched.escrow_id) AS escrow_id, ifNull(opening.model, terms.model) AS model_id, ifNull(opening.payer, terms.payer) AS creator,
  opening.height AS opened_height, toString(opening.at) AS opened_at, paid.height AS settled_height, toString(paid.at) AS settled_at,
  paid.nonce AS settled_nonce, expiry.seen_height AS expired_height, diff_tokens, toUInt64(finished) AS finished, settled_tokens, share_read,
  diffs.nonce AS read_nonce, diffs.host AS read_from, diffs.version AS read_version, toString(diffs.at) AS read_at,
  diffs.fits_settlement AS fits_settlement, diffs.detail AS detail,
  count() OVER () AS of, sum(diff_tokens) OVER () AS all_diff_tokens, sum(settled_tokens) OVER () AS all_settled_tokens
FROM touched
LEFT JOIN (SELECT escrow_id, height, time AS at, toString(model_id) AS model, toString(creator) AS payer FROM escrow_openings FINAL WHERE ${RECORDED}) AS opening
  ON opening.escrow_id = touched.escrow_id
LEFT JOIN (SELECT escrow_id, toString(model_id) AS model, toString(creator) AS payer FROM escrows FINAL WHERE ${RECORDED}) AS terms
  ON terms.escrow_id = touched.escrow_id
LEFT JOIN (SELECT escrow_id, height, time AS at, nonce FROM settlements FINAL WHERE ${RECORDED}) AS paid ON paid.escrow_id = touched.escrow_id
LEFT JOIN (SELECT escrow_id, seen_height FROM escrow_expiries FINAL WHERE ${RECORDED}) AS expiry ON expiry.escrow_id = touched.escrow_id
LEFT JOIN (
  SELECT escrow_id, nonce, toString(host) AS host, toString(version) AS version, observed_at AS at, fits_settlement, detail
  FROM session_reads FINAL WHERE ${RECORDED}
) AS diffs ON diffs.escrow_id = touched.escrow_id
ORDER BY greatest(ifNull(diff_tokens, 0), ifNull(settled_tokens, 0)) DESC, touched.escrow_id LIMIT {most:UInt32}`;

/** The sessions that a bucket's tokens come from, those with most tokens first. @param most how many are listed. */
export async function readSessionsOfBucket(standing: Standing, params: BucketParams, most: number): Promise<SessionsOfBucket> {
  const rows = await standing.rows(row, SESSIONS_OF_BUCKET, { ...params, most });
  const [first] = rows;
  return {
    shown: rows.map(({ of: _, all_diff_tokens: __, all_settled_tokens: ___, ...one }) => one),
    left_out: (first?.of ?? 0) - rows.length,
    diff_tokens: first?.all_diff_tokens ?? 0,
    settled_tokens: first?.all_settled_tokens ?? 0,
  };
}
