import { HEIGHTS_LACKING_ESCROWS } from "../../storage/read/observed-sessions.ts";
import { ACTIVE, AT, RECORDED } from "./fragments.ts";

/**
 * Common table `buckets`, the wanted epochs or UTC days that are over: `bucket, starts, ends` in unix nanoseconds. They come as parameters,
 * so that the same SQL serves both axes and looks up the epochs' times nowhere.
 */
export const BUCKETS = `
buckets AS (
  SELECT item.1 AS bucket, item.2 AS starts, item.3 AS ends
  FROM (SELECT arrayJoin(arrayZip({buckets:Array(UInt32)}, {starts:Array(Int64)}, {ends:Array(Int64)})) AS item))`;

/** What a bucket is called in an answer, by axis. */
export type BucketColumn = "epoch" | "day";

/** How many days a bucket of `buckets` lasts. */
export const BUCKET_DAYS = "((buckets.ends - buckets.starts) / 86400000000000)";

/** The moments within which all wanted buckets lie: unix nanoseconds, and DateTime64. */
export const FIRST_NS = "arrayMin({starts:Array(Int64)})";
export const LAST_NS = "arrayMax({ends:Array(Int64)})";
export const BUCKETS_FROM = `fromUnixTimestamp64Nano(${FIRST_NS}, 'UTC')`;
export const BUCKETS_UNTIL = `fromUnixTimestamp64Nano(${LAST_NS}, 'UTC')`;

/** Rows of a table with a moment `at` (unix nanoseconds), each with the `bucket` it lies in, and that one's `starts` and `ends`. */
export const inBuckets = (table: string): string => `(
  SELECT fact.*, span.bucket AS bucket, span.starts AS starts, span.ends AS ends
  FROM (SELECT *, toUInt8(1) AS one FROM ${table}) AS fact
  ASOF INNER JOIN (SELECT toUInt8(1) AS one, bucket, starts, ends FROM buckets) AS span ON fact.one = span.one AND fact.at >= span.starts
  WHERE fact.at < span.ends)`;

/** Common table `bucket_hosts`: the hosts that were active in an epoch which has a part of the bucket: `bucket, address, weight`. */
export const BUCKET_HOSTS = `${ACTIVE},
bucket_hosts AS (
  SELECT buckets.bucket AS bucket, active.address AS address, max(toFloat64(active.weight)) AS weight
  FROM buckets
  INNER JOIN (
    SELECT epoch, toUnixTimestamp64Nano(starts_at) AS began, toUnixTimestamp64Nano(ends_at) AS ended, last_height > 0 AS over
    FROM epoch_times(${AT}) WHERE starts_at IS NOT NULL
  ) AS times ON 1 = 1
  INNER JOIN active ON active.epoch = times.epoch
  WHERE times.began < buckets.ends AND if(times.ended IS NULL, NOT times.over, times.ended > buckets.starts)
  GROUP BY buckets.bucket, active.address
)`;

/**
 * `whole_list`, an array of the buckets of which every block is stored, from the one before or at its start to one at or after its
 * end, with every transaction, and a row of whatever those opened or settled.
 */
export const WHOLE_BUCKETS = `
stored_block AS (
  SELECT block.height AS height, at, txs > ifNull(sent.txs, 0) OR block.height IN (SELECT height FROM ${HEIGHTS_LACKING_ESCROWS}) AS lacks
  FROM (
    SELECT height, toUnixTimestamp64Nano(min(time)) AS at, max(num_txs) AS txs FROM blocks
    WHERE chain_id = {chain:String} AND time >= ${BUCKETS_FROM} - INTERVAL 1 DAY AND time <= ${BUCKETS_UNTIL} + INTERVAL 1 DAY GROUP BY height
  ) AS block
  LEFT JOIN (SELECT height, uniqExact(tx_index) AS txs FROM transactions WHERE ${RECORDED} GROUP BY height) AS sent ON sent.height = block.height
),
holes AS (
  SELECT at, next_at FROM (
    SELECT height, at, leadInFrame(toNullable(height)) OVER steps AS next_height, leadInFrame(toNullable(at)) OVER steps AS next_at
    FROM stored_block WINDOW steps AS (ORDER BY height ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING)
  ) WHERE next_height > height + 1
  UNION ALL
  SELECT at, toNullable(at + 1) AS next_at FROM stored_block WHERE lacks
),
(
  SELECT groupArray(buckets.bucket) FROM buckets
  INNER JOIN (SELECT min(at) AS oldest, max(at) AS newest, min(height) AS lowest FROM stored_block) AS reach ON 1 = 1
  WHERE (reach.oldest <= buckets.starts OR reach.lowest <= 1) AND reach.newest >= buckets.ends
    AND buckets.bucket NOT IN (
      SELECT torn.bucket FROM buckets AS torn INNER JOIN holes ON 1 = 1 WHERE holes.at < torn.ends AND holes.next_at > torn.starts)
) AS whole_list`;
