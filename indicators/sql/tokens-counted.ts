import { BUCKET_HOSTS, BUCKETS_FROM, BUCKETS_UNTIL, inBuckets } from "./buckets.ts";
import { RECORDED } from "./fragments.ts";
import { increases, LOOKBACK_HOURS, LOST, labelOf } from "./increases.ts";

/** A bucket is looked at in so many parts of equal length: a host was watched in those between its first and its last scrape that told. */
const PARTS = 24;
const PART = `intDiv(ends - starts, ${PARTS})`;

/** What is counted: by whom, which series, and how a row of `increases` is split. */
interface Counted {
  readonly name: "t2b" | "t3";
  /** Condition on the scrapes' endpoint. */
  readonly endpoint: string;
  readonly families: readonly string[];
  /** Condition on a series. */
  readonly series: string;
  /** What the rows beside the network-wide one name: an expression of a series, for the column it goes to. */
  readonly modelId: string;
  readonly kind: string;
  readonly words: string;
  /** What resets lose. */
  readonly lost: string;
}

/**
 * What hosts count, as common tables. Coverage: of the hosts active in the bucket, how much of it each was watched, from its first scrape
 * that told (from the start where one told within the part before) to its last; the counters bridge what lies between, but for what is lost
 * with a process that ended. What grew over a longer silence that the bucket began in belongs to neither bucket: nobody knows how much to which.
 */
const counted = ({ name, endpoint, families, series, modelId, kind, words, lost }: Counted): string => `${increases({
  families,
  from: BUCKETS_FROM,
  until: BUCKETS_UNTIL,
})},
${name}_grown AS (
  SELECT address, ${modelId} AS model_id, ${kind} AS kind, increase, reset, toUnixTimestamp64Milli(since) * 1000000 AS since,
    toUnixTimestamp64Milli(at) * 1000000 AS at
  FROM (SELECT * EXCEPT at, toDateTime64(at, 3, 'UTC') AS at FROM increases) WHERE ${endpoint} AND ${series}
),
${name}_step AS (
  SELECT bucket, address, model_id, kind, increase, reset FROM ${inBuckets(`${name}_grown`)} WHERE ifNull(since, starts) >= starts - ${PART}
),
${name}_scrape AS (
  SELECT address, at, lagInFrame(at) OVER (PARTITION BY address ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS before
  FROM (
    SELECT DISTINCT address, toUnixTimestamp64Milli(observed_at) * 1000000 AS at FROM counter_scrapes FINAL
    WHERE ${RECORDED} AND told AND ${endpoint} AND observed_at >= ${BUCKETS_FROM} - INTERVAL ${LOOKBACK_HOURS} HOUR AND observed_at < ${BUCKETS_UNTIL}
  )
),
${name}_lost AS (
  SELECT bucket, address, max(missing) AS missing FROM (
    SELECT buckets.bucket AS bucket, gone.address AS address, gone.endpoint AS endpoint,
      sum(least(gone.lost_until * 1000000, buckets.ends) - greatest(gone.lost_from * 1000000, buckets.starts)) / any(buckets.ends - buckets.starts) AS missing
    FROM (SELECT * FROM (${lost}) WHERE ${endpoint}) AS gone INNER JOIN buckets ON 1 = 1
    WHERE gone.lost_from * 1000000 < buckets.ends AND gone.lost_until * 1000000 > buckets.starts AND gone.at * 1000000 < buckets.ends GROUP BY bucket, address, endpoint
  ) GROUP BY bucket, address
),
${name}_watched AS (
  SELECT span.bucket AS bucket, span.address AS address,
    greatest(0, (intDiv((newest - starts) * ${PARTS}, ends - starts) + 1
      - if(led >= starts - ${PART}, 0, intDiv((oldest - starts) * ${PARTS}, ends - starts))) / ${PARTS} - ifNull(gone.missing, 0)) AS share
  FROM (
    SELECT bucket, any(starts) AS starts, any(ends) AS ends, address, min(at) AS oldest, max(at) AS newest, argMin(before, at) AS led
    FROM ${inBuckets(`${name}_scrape`)} GROUP BY bucket, address
  ) AS span
  LEFT JOIN ${name}_lost AS gone ON gone.bucket = span.bucket AND gone.address = span.address
),
${name}_counted AS (
  SELECT bucket, level.1 AS model_id, level.2 AS kind, sum(increase) AS tokens, countIf(is_step) AS steps,
    countIf(is_step AND increase IS NOT NULL) AS known
  FROM (
    SELECT bucket, arrayJoin(arrayDistinct([('', ''), (model_id, ''), ('', kind)])) AS level, increase, true AS is_step
    FROM ${name}_step
    UNION ALL
    SELECT bucket, ('', '') AS level, toNullable(toFloat64(0)) AS increase, false AS is_step FROM buckets
  ) GROUP BY bucket, level.1, level.2
),
${name}_seen AS (
  SELECT bucket, countIf(weight IS NOT NULL) AS hosts, countIf(weight IS NOT NULL AND share > 0) AS telling, countIf(share > 0) AS told,
    ifNull(sumIf(share, weight IS NOT NULL), 0) / nullIf(hosts, 0) AS coverage, ifNull(sum(share * weight), 0) / nullIf(sum(weight), 0) AS by_weight
  FROM (
    SELECT bucket, address, max(of.weight) AS weight, max(of.share) AS share FROM (
      SELECT bucket, toString(address) AS address, toNullable(weight) AS weight, NULL AS share FROM bucket_hosts
      UNION ALL
      SELECT bucket, address, NULL AS weight, toNullable(share) AS share FROM ${name}_watched
    ) AS of GROUP BY bucket, address
  ) GROUP BY bucket
),
${name} AS (
  SELECT counted.bucket AS bucket, counted.model_id AS model_id, counted.kind AS kind,
    if(ifNull(seen.told, 0) = 0 OR (counted.steps > 0 AND counted.known = 0), NULL, counted.tokens) AS tokens, seen.coverage AS coverage,
    toUInt64(ifNull(seen.told, 0)) AS samples,
    concat('${words}: ', toString(ifNull(seen.telling, 0)), ' of ', toString(ifNull(seen.hosts, 0)), ' active hosts told, ',
      toString(round(ifNull(seen.by_weight, 0) * 100, 1)), ' % of their weight',
      if(broken.hosts > 0, concat('; what ', toString(broken.hosts), if(broken.hosts = 1, ' host', ' hosts'), ' did between a last scrape and a restart is lost'), ''),
      if(counted.steps > 0 AND counted.known = 0, '; none was heard twice', '')) AS note
  FROM ${name}_counted AS counted LEFT JOIN ${name}_seen AS seen ON seen.bucket = counted.bucket
  LEFT JOIN (SELECT bucket, count() AS hosts FROM ${name}_lost GROUP BY bucket) AS broken ON broken.bucket = counted.bucket
)`;

/** Condition on the endpoint of a scrape: a devshard host's own, and its ML nodes'. */
export const OF_HOSTS = "endpoint != 'mlnodes'";
export const OF_MLNODES = "endpoint = 'mlnodes'";

/** T2b, executed work as devshard hosts count it: more than T2, since it has answers that no diff ever came to hold. */
export const T2B = `${BUCKET_HOSTS},${counted({
  name: "t2b",
  endpoint: OF_HOSTS,
  families: ["devshard_mlnode_tokens_sum"],
  series: `${labelOf("path")} = 'execute'`,
  modelId: "''",
  kind: labelOf("kind"),
  words: "T2b, counters of hosts",
  lost: LOST.byProcess,
})}`;

/** T3, work of ML nodes as they count it: PoC, validation and redundant answers too. */
export const T3 = `${BUCKET_HOSTS},${counted({
  name: "t3",
  endpoint: OF_MLNODES,
  families: ["vllm:prompt_tokens_total", "vllm:generation_tokens_total"],
  series: "true",
  modelId: labelOf("model_name"),
  kind: "if(family = 'vllm:prompt_tokens_total', 'prompt', 'completion')",
  words: "T3, counters of ML nodes",
  lost: LOST.bySeries,
})}`;
