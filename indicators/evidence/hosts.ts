import { z } from "zod";
import { count, isoTime } from "../../storage/read/query.ts";
import type { Standing } from "../../storage/read/standing.ts";
import { BUCKETS, BUCKETS_FROM, BUCKETS_UNTIL } from "../sql/buckets.ts";
import { RECORDED } from "../sql/fragments.ts";
import { DONE, SETTLED_SESSIONS } from "../sql/tokens.ts";
import { OF_HOSTS, OF_MLNODES, T2B, T3 } from "../sql/tokens-counted.ts";
import type { BucketParams } from "./bucket-params.ts";
import type { Listed } from "./listed.ts";

const moment = z.string().transform(isoTime).nullable();
const flag = z.union([z.boolean(), z.int().transform(Boolean)]);

const host = z.object({
  address: z.string(),
  /** A member with weight, and not excluded, in an epoch that has a part of the bucket. */
  active: flag,
  /** Tokens of the finished inferences that it executed, as diffs tell, and how many those are. */
  executed_tokens: z.number(),
  executed: count,
  /** What the sessions settled in the bucket paid for its slots, in tokens. */
  settled_tokens: z.number(),
  /** By how much its counters of tokens grew; null where none was heard. */
  counted_tokens: z.number().nullable(),
  /** The scrape that the growth counts from, and the last one. */
  counters_from: moment,
  counters_to: moment,
  scrapes: count,
  /** Scrapes that told nothing. */
  silent_scrapes: count,
  /** Counters that began anew: what they did between their last scrape and that is lost. */
  resets: count,
});
/** What a host did in a bucket by each estimator. */
export type HostEvidence = z.infer<typeof host>;

const row = host.extend({ of: count, all_executed: z.number(), all_counted: z.number().nullable() });

/** The hosts of a bucket, and the tokens of all of them. */
export interface HostsOfBucket extends Listed<HostEvidence> {
  readonly executed_tokens: number;
  readonly counted_tokens: number | null;
}

/** Whose counters of tokens are read: devshard hosts' own, or their ML nodes'. */
export type Counters = "hosts" | "mlnodes";

const hostsOfBucket = (counters: Counters) => {
  const [estimator, name, endpoint] = counters === "hosts" ? [T2B, "t2b", OF_HOSTS] : [T3, "t3", OF_MLNODES];
  return `
WITH ${BUCKETS},${DONE},${SETTLED_SESSIONS},${estimator},
said AS (
  SELECT toString(address) AS address, true AS is_active, 0 AS tokens, 0 AS done, 0 AS paid FROM bucket_hosts
  UNION ALL SELECT executor, false, prompt + completion, 1, 0 FROM done
  UNION ALL
  SELECT terms.slots[slot.slot_id + 1], false, 0, 0, ifNull(toFloat64(slot.cost) / settled_session.price, 0) FROM settled_session
  INNER JOIN (SELECT escrow_id, arrayMap(host -> toString(host), slots) AS slots FROM escrows FINAL WHERE ${RECORDED}) AS terms
    ON terms.escrow_id = settled_session.escrow_id
  INNER JOIN (SELECT escrow_id, slot_id, cost FROM settlement_slots FINAL WHERE ${RECORDED}) AS slot
    ON slot.escrow_id = settled_session.escrow_id
  UNION ALL SELECT address, false, 0, 0, 0 FROM asked
),
asked AS (
  SELECT toString(address) AS address, countIf(told) AS scrapes, countIf(NOT told) AS silent FROM counter_scrapes FINAL
  WHERE ${RECORDED} AND ${endpoint} AND observed_at >= ${BUCKETS_FROM} AND observed_at < ${BUCKETS_UNTIL} GROUP BY address
),
heard AS (
  SELECT address, min(ifNull(before, at)) AS counts_from, max(at) AS counts_to FROM counter_scrape
  WHERE ${endpoint} AND at >= ${BUCKETS_FROM} AND at < ${BUCKETS_UNTIL} GROUP BY address
),
grown AS (SELECT address, sum(increase) AS tokens, sum(reset) AS resets FROM ${name}_step GROUP BY address)
SELECT summed.address AS address, summed.active AS active, summed.executed_tokens AS executed_tokens, toUInt64(summed.executed) AS executed,
  summed.settled_tokens AS settled_tokens, grown.tokens AS counted_tokens, toString(heard.counts_from) AS counters_from,
  toString(heard.counts_to) AS counters_to, toUInt64(ifNull(asked.scrapes, 0)) AS scrapes, toUInt64(ifNull(asked.silent, 0)) AS silent_scrapes,
  toUInt64(ifNull(grown.resets, 0)) AS resets, count() OVER () AS of, sum(executed_tokens) OVER () AS all_executed,
  sum(counted_tokens) OVER () AS all_counted
FROM (
  SELECT address, max(is_active) AS active, toFloat64(sum(tokens)) AS executed_tokens, sum(done) AS executed, toFloat64(sum(paid)) AS settled_tokens
  FROM said GROUP BY address
) AS summed
LEFT JOIN asked ON asked.address = summed.address
LEFT JOIN heard ON heard.address = summed.address
LEFT JOIN grown ON grown.address = summed.address
ORDER BY greatest(executed_tokens, ifNull(counted_tokens, 0), settled_tokens) DESC, address LIMIT {most:UInt32}`;
};

/** The hosts that were active, worked or were asked in a bucket, those with most tokens first. @param most how many are listed. */
export async function readHostsOfBucket(
  standing: Standing,
  counters: Counters,
  params: BucketParams,
  most: number,
): Promise<HostsOfBucket> {
  const rows = await standing.rows(row, hostsOfBucket(counters), { ...params, most });
  const [first] = rows;
  return {
    shown: rows.map(({ of: _, all_executed: __, all_counted: ___, ...one }) => one),
    left_out: (first?.of ?? 0) - rows.length,
    executed_tokens: first?.all_executed ?? 0,
    counted_tokens: first?.all_counted ?? null,
  };
}
