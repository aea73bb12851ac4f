import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, WANTED } from "../sql/fragments.ts";

export const hostFailureRate: Method = {
  indicator: "rel.host_failure_rate",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary: "(missed + invalidated) ÷ (completed + missed) over all rows of the epoch's results, non-members' too; one row a host",
  estimate: false,
  needs: ["results"],
  history: [],
  minSamples: 1,
  sql: `
WITH counted AS (
  SELECT epoch, ${NETWORK} AS labels, sum(toUInt128(missed_requests)) AS missed, sum(toUInt128(invalidated_inferences)) AS invalid,
    sum(toUInt128(inference_count)) AS completed
  FROM agreed_results(${AT}) WHERE ${WANTED} GROUP BY epoch
  UNION ALL
  SELECT epoch, map('address', address) AS labels, toUInt128(missed_requests), toUInt128(invalidated_inferences), toUInt128(inference_count)
  FROM agreed_results(${AT}) WHERE ${WANTED}
)
SELECT epoch, labels, if(completed + missed > 0, toFloat64(missed + invalid) / toFloat64(completed + missed), NULL) AS value,
  toFloat64(missed + invalid) AS numerator, toFloat64(completed + missed) AS denominator, 1 AS coverage, completed + missed AS samples,
  if(completed + missed > 0, ${NO_NOTE}, 'nothing was assigned') AS note
FROM counted`,
};
