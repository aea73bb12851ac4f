import { WHOLE_BUCKETS } from "./buckets.ts";
import { T1, T2 } from "./tokens.ts";
import { T2B } from "./tokens-counted.ts";

/** An estimator that saw at least this share of a bucket may stand for it. */
export const ENOUGH = 0.8;

/**
 * Common tables over `buckets`: `estimates`, what each estimator says of each bucket (`estimator, rank` and its own columns), and `headline`, of
 * those the first of T2, T2b and T1 that saw enough, else the one that saw most; rows by model and kind as it has them, and in `told` what
 * every estimator says of all (`rank, estimator, tokens, coverage`). What rests on the chain's blocks counts only where the bucket's blocks
 * are whole.
 */
export const HEADLINE = `${T1},${T2},${T2B},${WHOLE_BUCKETS},
estimates AS (
  SELECT 'T2' AS estimator, 1 AS rank, bucket, model_id, kind, tokens, coverage, samples, note FROM t2 WHERE has(whole_list, bucket)
  UNION ALL
  SELECT 'T2b' AS estimator, 2 AS rank, bucket, model_id, kind, tokens, coverage, samples, note FROM t2b
  UNION ALL
  SELECT 'T1' AS estimator, 3 AS rank, bucket, model_id, kind, tokens, coverage, samples, note FROM t1 WHERE has(whole_list, bucket)
),
headline AS (
  SELECT * FROM (
    SELECT *, argMinIf(estimator, (if(ifNull(coverage, 0) >= ${ENOUGH}, rank, 9), -ifNull(coverage, -1), rank),
      model_id = '' AND kind = '' AND tokens IS NOT NULL) OVER (PARTITION BY bucket) AS chosen,
      arraySort(groupArrayIf((rank, estimator, assumeNotNull(tokens), coverage), model_id = '' AND kind = '' AND tokens IS NOT NULL) OVER (PARTITION BY bucket)) AS told
    FROM estimates
  ) WHERE estimator = chosen
)`;
