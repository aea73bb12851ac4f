import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, count, isoTime, NOW, queryRows } from "./query.ts";

const coins = z.coerce.bigint();
const flag = z.union([z.boolean(), z.int().transform(Boolean)]);
const moment = z.string().transform(isoTime);

const session = z.object({
  escrow_id: coins,
  epoch: z.int(),
  model_id: z.string().nullable(),
  creator: z.string().nullable(),
  /** ngonka */
  amount: coins.nullable(),
  opened_at: moment.nullable(),
  settled_at: moment.nullable(),
  settled_height: count.nullable(),
  /** The chain dropped it without a settlement. */
  expired: flag,
  /** Of the settlement: what it names missed and invalid. */
  missed: count.nullable(),
  invalid: count.nullable(),
  /** Of the diffs that were read: nulls where none were. Starts are not user requests: a gateway races hosts. */
  starts: count.nullable(),
  finished: count.nullable(),
  refused: count.nullable(),
  timed_out: count.nullable(),
  challenged: count.nullable(),
  tokens: count.nullable(),
  /** Since when its oldest inference that did not end is open. */
  open_since: moment.nullable(),
  /** Whether what the hosts tell of it fits its settlement. */
  fits_settlement: flag.nullable(),
  failed: flag,
  slow: flag,
  disputed: flag,
});
/** A session, with what is wrong with it. */
export type SessionStatus = z.infer<typeof session>;

/** What can be wrong with a session. */
export const TROUBLES = ["failed", "slow", "disputed"] as const;
export type Trouble = (typeof TROUBLES)[number];

/** An inference that has not ended after this long makes an open session slow. */
const SLOW_SECONDS = 900;

export interface SessionsWanted {
  readonly trouble: Trouble | null;
  readonly firstEpoch: number;
  /** Only those with a smaller id; null begins at the newest. */
  readonly below: bigint | null;
  readonly limit: number;
  /** The injected clock: how long ago an inference began. */
  readonly now: Date;
}

/**
 * The sessions of some epochs, newest first: known from their opening on the chain, or from a host that lists them.
 *
 * failed: it expired unsettled, or inferences were refused or ran out of time; slow: open beyond its epoch, settled after it, or with an
 * inference that has not ended for 15 minutes; disputed: an inference was challenged or found invalid, or hosts and settlement differ.
 */
export function readSessions(client: ClickHouseClient, chain: string, wanted: SessionsWanted): Promise<SessionStatus[]> {
  const { trouble, firstEpoch, below, limit, now } = wanted;
  return queryRows(client, session, SESSIONS, {
    ...at(chain, NOW),
    first: firstEpoch,
    below: (below ?? 18_446_744_073_709_551_615n).toString(),
    limit,
    now: Math.floor(now.getTime() / 1000),
    trouble: trouble ?? "",
  });
}

const OF_CHAIN = "chain_id = {chain:String} AND epoch >= {first:UInt32} AND escrow_id < {below:UInt64}";

const SESSIONS = `
SELECT seen.escrow_id AS escrow_id, seen.epoch AS epoch, seen.model_id AS model_id, seen.creator AS creator, seen.amount AS amount,
  toString(seen.time) AS opened_at, toString(settled.time) AS settled_at, settled.height AS settled_height,
  expiry.escrow_id IS NOT NULL AS expired, slot.missed AS missed, slot.invalid AS invalid,
  work.starts AS starts, work.finished AS finished, work.refused AS refused, work.timed_out AS timed_out, work.challenged AS challenged,
  work.tokens AS tokens, toString(toDateTime64(work.open_since, 0, 'UTC')) AS open_since, read.fits_settlement AS fits_settlement,
  ifNull(expired OR work.refused > 0 OR work.timed_out > 0, false) AS failed,
  ifNull(if(settled.time IS NULL, NOT expired AND (root.ends_at IS NOT NULL OR work.open_since < {now:UInt64} - ${SLOW_SECONDS}),
    settled.time > root.ends_at), false) AS slow,
  ifNull(work.challenged > 0, false) OR ifNull(slot.invalid > 0, false) OR ifNull(NOT read.fits_settlement, false) AS disputed
FROM (
  SELECT escrow_id, any(epoch) AS epoch, any(model_id) AS model_id, any(creator) AS creator, any(amount) AS amount, any(time) AS time
  FROM (
    SELECT escrow_id, epoch, toNullable(toString(model_id)) AS model_id, toNullable(toString(creator)) AS creator,
      toNullable(amount) AS amount, toNullable(time) AS time
    FROM escrow_openings FINAL WHERE ${OF_CHAIN}
    UNION ALL
    SELECT DISTINCT escrow_id, epoch, NULL, NULL, NULL, NULL FROM session_listings WHERE ${OF_CHAIN}
  )
  GROUP BY escrow_id
) AS seen
LEFT JOIN (SELECT escrow_id, time, height FROM settlements FINAL WHERE chain_id = {chain:String} AND escrow_id < {below:UInt64}) AS settled
  ON settled.escrow_id = seen.escrow_id
LEFT JOIN (SELECT escrow_id FROM escrow_expiries FINAL WHERE ${OF_CHAIN}) AS expiry ON expiry.escrow_id = seen.escrow_id
LEFT JOIN (
  SELECT escrow_id, sum(missed) AS missed, sum(invalid) AS invalid FROM settlement_slots FINAL
  WHERE chain_id = {chain:String} AND escrow_id < {below:UInt64} GROUP BY escrow_id
) AS slot ON slot.escrow_id = seen.escrow_id
LEFT JOIN (
  SELECT escrow_id, count() AS starts, countIf(completion_tokens IS NOT NULL) AS finished, countIf(timeout_reason = 1) AS refused,
    countIf(timeout_reason = 2) AS timed_out, countIf(validations_invalid > 0) AS challenged,
    sum(ifNull(prompt_tokens, 0) + ifNull(completion_tokens, 0)) AS tokens,
    minIf(started_at, completion_tokens IS NULL AND timeout_reason IS NULL) AS open_since
  FROM inferences FINAL WHERE ${OF_CHAIN} GROUP BY escrow_id
) AS work ON work.escrow_id = seen.escrow_id
LEFT JOIN (SELECT escrow_id, fits_settlement FROM session_reads FINAL WHERE ${OF_CHAIN}) AS read ON read.escrow_id = seen.escrow_id
LEFT JOIN (SELECT epoch, ends_at FROM epoch_times(${AT})) AS root ON root.epoch = seen.epoch
WHERE {trouble:String} = '' OR ({trouble:String} = 'failed' AND failed) OR ({trouble:String} = 'slow' AND slow)
  OR ({trouble:String} = 'disputed' AND disputed)
ORDER BY escrow_id DESC LIMIT {limit:UInt32}`;
