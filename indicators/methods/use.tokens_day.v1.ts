import type { Method, Picks } from "../method.ts";
import { BUCKET_DAYS, BUCKETS, type BucketColumn } from "../sql/buckets.ts";
import { ENOUGH, HEADLINE } from "../sql/tokens-headline.ts";

const LABEL = "estimator";

const PICKS: Picks = {
  label: LABEL,
  estimators: { T2: "diffs of sessions", T2b: "counters of hosts", T1: "settlements" },
  candidates: `
WITH ${BUCKETS},${HEADLINE}
SELECT estimates.bucket AS bucket, estimates.estimator AS estimator, estimates.tokens / ${BUCKET_DAYS} AS value, estimates.coverage AS coverage,
  estimates.samples AS samples, estimates.note AS note, ifNull(taken.estimator = estimates.estimator, false) AS chosen
FROM buckets INNER JOIN estimates ON estimates.bucket = buckets.bucket
LEFT JOIN (SELECT DISTINCT bucket, estimator FROM headline) AS taken ON taken.bucket = estimates.bucket
WHERE estimates.model_id = '' AND estimates.kind = '' ORDER BY bucket, estimates.rank`,
};

/** What the other estimators say of the bucket: one that is far from them is not silently so. */
const OTHERS = `arrayStringConcat(arrayMap(other -> concat(other.2, ' ', toString(round(other.3)), ' tokens, ',
  ifNull(toString(round(other.4 * 100)), '?'), ' % seen'), arrayFilter(other -> other.2 != headline.estimator, headline.told)), '; ')`;

const sql = (column: BucketColumn) => `
WITH ${BUCKETS},${HEADLINE}
SELECT buckets.bucket AS ${column}, mapFilter((name, label) -> label != '', row) AS labels, headline.tokens / ${BUCKET_DAYS} AS value,
  headline.tokens AS numerator, ${BUCKET_DAYS} AS denominator, headline.coverage AS coverage, headline.samples AS samples,
  concat(headline.note, if(ifNull(headline.coverage, 0) < ${ENOUGH}, '; no estimator saw ${ENOUGH * 100} % of the bucket, this one saw most', ''),
    if(row = map('estimator', '') AND length(headline.told) > 1, concat('; beside it ', ${OTHERS}), '')) AS note
FROM buckets INNER JOIN headline ON headline.bucket = buckets.bucket
ARRAY JOIN if(headline.model_id = '' AND headline.kind = '',
  [map('${LABEL}', ''), map('${LABEL}', headline.estimator)],
  [map('model_id', headline.model_id, 'kind', headline.kind)]) AS row`;

/**
 * One estimator for a bucket, never a sum of two. The row `estimator` says which: where it changes from one bucket to the next, so does
 * what is measured, and the series breaks there.
 */
export const tokensDay: Method = {
  indicator: "use.tokens_day",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "tokens a day by the first of T2 (diffs of sessions), T2b (counters of hosts) and T1 (settlements) that saw at least 0.8 of the bucket, else by the one that saw most and then provisional; never a sum of two",
  estimate: false,
  needs: ["members", "exclusions", "times"],
  anyOf: [["escrows", "sessions"], ["counters"], ["escrows", "settlements"]],
  history: [],
  minSamples: 0,
  picks: PICKS,
  minCoverage: ENOUGH,
  sql: sql("epoch"),
  daySql: sql("day"),
};
