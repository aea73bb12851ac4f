import type { Method } from "../method.ts";
import { BUCKET_HOSTS, BUCKETS, BUCKETS_FROM, BUCKETS_UNTIL, type BucketColumn, inBuckets } from "../sql/buckets.ts";
import { AT, NO_NUMBER, RECORDED } from "../sql/fragments.ts";
import { labelOf } from "../sql/increases.ts";
import { OF_MLNODES } from "../sql/tokens-counted.ts";
import { ENOUGH } from "../sql/tokens-headline.ts";

/** A bucket is looked at in so many parts of equal length: a node was watched in those in which it told. */
const PARTS = 24;

/**
 * Common tables: `network_nodes`, the ML nodes of active hosts in the epochs that have a part of a bucket, with their GPUs (null where the
 * hardware isn't known), and `watched_nodes`, of each node that told how busy it was: `scrapes`, of them `busy`, and `seen`, the part of the bucket.
 */
const NODES = `
network_nodes AS (
  SELECT span.bucket AS bucket, node.address AS address, node.node_id AS node_id, max(gear.gpus) AS gpus
  FROM (
    SELECT buckets.bucket AS bucket, times.epoch AS epoch FROM buckets
    INNER JOIN (SELECT epoch, toUnixTimestamp64Nano(starts_at) AS began, toUnixTimestamp64Nano(ends_at) AS ended FROM epoch_times(${AT}) WHERE starts_at IS NOT NULL) AS times ON 1 = 1
    WHERE times.began < buckets.ends AND ifNull(times.ended > buckets.starts, 1)
  ) AS span
  INNER JOIN (SELECT DISTINCT epoch, toString(address) AS address, toString(node_id) AS node_id FROM agreed_nodes(${AT})) AS node ON node.epoch = span.epoch
  INNER JOIN (SELECT DISTINCT bucket, toString(address) AS address FROM bucket_hosts) AS member ON member.bucket = span.bucket AND member.address = node.address
  LEFT JOIN (
    SELECT epoch, toString(address) AS address, toString(local_id) AS node_id, sum(toFloat64(devices)) AS gpus FROM agreed_hardware(${AT})
    WHERE device IS NOT NULL GROUP BY epoch, address, local_id
  ) AS gear ON gear.epoch = node.epoch AND gear.address = node.address AND gear.node_id = node.node_id
  GROUP BY span.bucket, node.address, node.node_id
),
running AS (
  SELECT toString(address) AS address, ${labelOf("node_id")} AS node_id, ${labelOf("model_name")} AS model_id,
    toUnixTimestamp64Milli(observed_at) * 1000000 AS at, max(value) > 0 AS is_busy
  FROM host_counters FINAL
  WHERE ${RECORDED} AND ${OF_MLNODES} AND family = 'vllm:num_requests_running' AND observed_at >= ${BUCKETS_FROM} AND observed_at < ${BUCKETS_UNTIL}
  GROUP BY address, node_id, model_id, observed_at
),
watched_nodes AS (
  SELECT bucket, address, node_id, of AS model_id, uniqExact(at) AS scrapes, uniqExactIf(at, is_busy) AS busy,
    uniqExact(intDiv((at - starts) * ${PARTS}, ends - starts)) / ${PARTS} AS seen
  FROM (SELECT *, arrayJoin(arrayDistinct(['', model_id])) AS of FROM ${inBuckets("running")}) GROUP BY bucket, address, node_id, of
)`;

const sql = (column: BucketColumn) => `
WITH ${BUCKETS},${BUCKET_HOSTS},${NODES},
whole AS (
  SELECT bucket, sum(network_nodes.gpus) AS gpus, countIf(network_nodes.gpus IS NULL) AS unknown, count() AS nodes FROM network_nodes GROUP BY bucket
),
summed AS (
  SELECT watched.bucket AS bucket, watched.model_id AS model_id, sum(node.gpus * watched.busy / watched.scrapes) AS busy, sum(node.gpus) AS gpus,
    sum(node.gpus * watched.seen) AS seen, sum(watched.scrapes) AS scrapes, count() AS nodes
  FROM watched_nodes AS watched
  INNER JOIN network_nodes AS node ON node.bucket = watched.bucket AND node.address = watched.address AND node.node_id = watched.node_id
  WHERE node.gpus > 0 GROUP BY watched.bucket, watched.model_id
)
SELECT buckets.bucket AS ${column}, mapFilter((name, label) -> label != '', map('model_id', ifNull(summed.model_id, ''))) AS labels,
  summed.busy / summed.gpus AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  if(ifNull(summed.model_id, '') = '', summed.seen / whole.gpus, NULL) AS coverage, toUInt64(ifNull(summed.scrapes, 0)) AS samples,
  if(summed.gpus IS NULL, 'no ML node whose hardware is known told whether it was busy',
    concat('estimate: ', toString(assumeNotNull(summed.nodes)), ' of ', toString(ifNull(whole.nodes, 0)), ' ML nodes told',
      if(ifNull(whole.unknown, 0) > 0, concat('; the hardware of ', toString(whole.unknown), ' is not known, they count for nothing'), ''))) AS note
FROM buckets
LEFT JOIN whole ON whole.bucket = buckets.bucket
LEFT JOIN summed ON summed.bucket = buckets.bucket
WHERE summed.gpus IS NOT NULL OR buckets.bucket NOT IN (SELECT bucket FROM summed)`;

/**
 * Of the moments at which an ML node was asked, the share at which requests were running on it (`vllm:num_requests_running` > 0), nodes by
 * their GPUs. Work for users, PoC validation and redundant answers look alike. Nodes whose hosts don't expose them are in the coverage alone.
 */
export const busyShare: Method = {
  indicator: "aux.busy_share",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "share of scrapes at which an ML node had requests running, nodes weighted by GPUs; coverage: of the GPU time of active hosts' nodes, the part that was watched",
  estimate: true,
  needs: ["members", "exclusions", "times", "model_groups", "hardware", "mlnode_counters"],
  history: [],
  minSamples: 1,
  minCoverage: ENOUGH,
  sql: sql("epoch"),
  daySql: sql("day"),
};
