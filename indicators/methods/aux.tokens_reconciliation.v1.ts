import type { Method } from "../method.ts";
import { BUCKETS, type BucketColumn } from "../sql/buckets.ts";
import { RECORDED } from "../sql/fragments.ts";
import { T1, T2 } from "../sql/tokens.ts";
import { T2B } from "../sql/tokens-counted.ts";
import { ENOUGH } from "../sql/tokens-headline.ts";

/** `said`, tokens by estimator of all (address empty) and of each host: who executed, who was watched and counted, whose slot was paid. */
const SAID = `
said AS (
  SELECT bucket, 'T2' AS estimator, '' AS address, tokens, coverage FROM t2 WHERE model_id = '' AND kind = ''
  UNION ALL
  SELECT bucket, 'T2b' AS estimator, '' AS address, tokens, coverage FROM t2b WHERE model_id = '' AND kind = ''
  UNION ALL
  SELECT bucket, 'T1' AS estimator, '' AS address, tokens, coverage FROM t1 WHERE model_id = ''
  UNION ALL
  SELECT bucket, 'T2' AS estimator, executor AS address, sum(prompt + completion) AS tokens, NULL AS coverage FROM done GROUP BY bucket, executor
  UNION ALL
  SELECT watched.bucket AS bucket, 'T2b' AS estimator, watched.address AS address, ifNull(grown.tokens, 0) AS tokens, NULL AS coverage
  FROM t2b_watched AS watched
  LEFT JOIN (SELECT bucket, address, sum(increase) AS tokens FROM t2b_step GROUP BY bucket, address) AS grown
    ON grown.bucket = watched.bucket AND grown.address = watched.address
  WHERE watched.share >= ${ENOUGH}
  UNION ALL
  SELECT settled_session.bucket AS bucket, 'T1' AS estimator, terms.slots[slot.slot_id + 1] AS address,
    sum(toFloat64(slot.cost) / settled_session.price) AS tokens, NULL AS coverage
  FROM settled_session
  INNER JOIN (SELECT escrow_id, arrayMap(host -> toString(host), slots) AS slots FROM escrows FINAL WHERE ${RECORDED}) AS terms
    ON terms.escrow_id = settled_session.escrow_id
  INNER JOIN (SELECT escrow_id, slot_id, cost FROM settlement_slots FINAL WHERE ${RECORDED}) AS slot
    ON slot.escrow_id = settled_session.escrow_id
  GROUP BY bucket, address
)`;

const NO_PAIR = "(CAST(NULL, 'Nullable(Float64)'), CAST(NULL, 'Nullable(Float64)'))";

const sql = (column: BucketColumn) => `
WITH ${BUCKETS},${T1},${T2},${T2B},${SAID},
side_by_side AS (
  SELECT *, max(if(address = '', t1_coverage, NULL)) OVER (PARTITION BY bucket) AS seen_by_t1, max(if(address = '', t2b_coverage, NULL)) OVER (PARTITION BY bucket) AS seen_by_t2b,
    max(if(address = '', t2_coverage, NULL)) OVER (PARTITION BY bucket) AS seen_by_t2
  FROM (
    SELECT bucket, address, maxIf(tokens, estimator = 'T1') AS t1_tokens, maxIf(tokens, estimator = 'T2b') AS t2b_tokens, maxIf(tokens, estimator = 'T2') AS t2_known,
      if(address = '', t2_known, ifNull(t2_known, 0)) AS t2_tokens, maxIf(coverage, estimator = 'T1') AS t1_coverage,
      maxIf(coverage, estimator = 'T2b') AS t2b_coverage, maxIf(coverage, estimator = 'T2') AS t2_coverage
    FROM said GROUP BY bucket, address
  )
),
paired AS (
  SELECT bucket, address, t2_tokens,
    if(ifNull(seen_by_t1 >= ${ENOUGH} AND seen_by_t2 >= ${ENOUGH}, 0), (t1_tokens, toNullable(least(seen_by_t1, seen_by_t2))), ${NO_PAIR}) AS by_t1,
    if(ifNull(seen_by_t2b >= ${ENOUGH} AND seen_by_t2 >= ${ENOUGH}, 0), (t2b_tokens, toNullable(least(seen_by_t2b, seen_by_t2))), ${NO_PAIR}) AS by_t2b
  FROM side_by_side WHERE address = '' OR t1_tokens > 0 OR t2b_tokens > 0 OR t2_tokens > 0
)
SELECT bucket AS ${column}, mapFilter((name, label) -> label != '', map('pair', row.1, 'address', address)) AS labels,
  if(row.2 IS NULL OR ifNull(t2_tokens, 0) = 0, NULL, row.2 / t2_tokens) AS value, row.2 AS numerator, if(row.2 IS NULL, NULL, t2_tokens) AS denominator,
  row.3 AS coverage, toUInt64(row.2 IS NOT NULL) AS samples,
  multiIf(row.2 IS NULL, 'no two estimators saw enough of the bucket',
    ifNull(t2_tokens, 0) = 0, concat(toString(assumeNotNull(row.2)), ' tokens, and none in the diffs of sessions'),
    address = '' AND row.1 = '', concat(if(is_t1_farther, 'T1/T2', 'T2b/T2'), ' is the farther from 1'), '') AS note,
  abs(log(greatest(assumeNotNull(by_t1.1), 0.5) / greatest(t2_tokens, 0.5))) AS t1_distance,
  abs(log(greatest(assumeNotNull(by_t2b.1), 0.5) / greatest(t2_tokens, 0.5))) AS t2b_distance,
  by_t2b.1 IS NULL OR (by_t1.1 IS NOT NULL AND t1_distance > t2b_distance) AS is_t1_farther
FROM paired
ARRAY JOIN arrayConcat(
  if(address = '', [('', if(is_t1_farther, by_t1.1, by_t2b.1), if(is_t1_farther, by_t1.2, by_t2b.2))], []),
  if(by_t1.1 IS NULL, [], [('T1/T2', by_t1.1, by_t1.2)]), if(by_t2b.1 IS NULL, [], [('T2b/T2', by_t2b.1, by_t2b.2)])) AS row`;

/**
 * T1 ÷ T2 and T2b ÷ T2 where both saw enough of the bucket, of all hosts and of each. T2b is above 1 where hosts did what no diff came to hold,
 * T1 below 1 where sessions weren't settled in the bucket. A host that makes up tokens stands out: in its counters far above the others, in diffs
 * far below. The network-wide row is the ratio that is farther from 1.
 */
export const tokensReconciliation: Method = {
  indicator: "aux.tokens_reconciliation",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "T1 ÷ T2 and T2b ÷ T2 where both saw at least 0.8 of the bucket, one row a pair and one a pair and host; the network-wide row is the one farther from 1",
  estimate: false,
  needs: ["members", "exclusions", "times", "escrows", "settlements", "sessions"],
  // Counters only if there are any.
  anyOf: [["counters"], []],
  history: [],
  minSamples: 1,
  sql: sql("epoch"),
  daySql: sql("day"),
};
