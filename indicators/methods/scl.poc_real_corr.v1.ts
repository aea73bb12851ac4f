import { BENCHMARK_VERSION } from "../calibrations/benchmarks.ts";
import type { Method } from "../method.ts";
import { NETWORK, NO_NUMBER, WANTED } from "../sql/fragments.ts";
import { servingNodes, spearman } from "../sql/serving.ts";

/**
 * Spearman's ρ (mean ranks for ties) over ML nodes between a node's share of its model's PoC weight and its share of the model's benchmarked
 * tokens a second, both among the model's nodes of which every device has a figure. Network-wide over the nodes of all models; beside it each
 * model's. Benchmarks are of serving, not of proof of compute, so that one isn't made from the other.
 */
export const pocRealCorr: Method = {
  indicator: "scl.poc_real_corr",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: real throughput by published benchmarks; what single nodes served is not known",
  summary:
    "Spearman ρ over ML nodes between their share of their model's PoC weight and of its benchmarked tokens per second; beside it each model's",
  estimate: true,
  needs: ["members", "model_groups", "hardware"],
  history: [],
  minSamples: 3,
  sql: `
WITH ${servingNodes(WANTED)},
shares AS (
  SELECT epoch, model_id, weight / sum(weight) OVER model AS weight_share, rate / sum(rate) OVER model AS rate_share
  FROM serving_nodes WHERE rated AND weight > 0 WINDOW model AS (PARTITION BY epoch, model_id)
),
nodes AS (SELECT epoch, model_id, count() AS all FROM serving_nodes GROUP BY epoch, model_id),
grouped AS (
  SELECT epoch, label, groupArray((weight_share, rate_share)) AS pairs FROM shares ARRAY JOIN [${NETWORK}, map('model_id', model_id)] AS label GROUP BY epoch, label
)
SELECT total.epoch AS epoch, total.label AS labels, ${spearman("grouped.pairs")} AS value,
  ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, length(grouped.pairs) / total.all AS coverage, length(grouped.pairs) AS samples,
  if(value IS NULL, concat(toString(length(grouped.pairs)), ' ML nodes: no rank order on one side'),
    concat('estimate: n = ', toString(length(grouped.pairs)), ' ML nodes; real throughput by benchmark table ${BENCHMARK_VERSION}')) AS note
FROM (SELECT epoch, label, sum(all) AS all FROM nodes ARRAY JOIN [${NETWORK}, map('model_id', model_id)] AS label GROUP BY epoch, label) AS total
LEFT JOIN grouped ON grouped.epoch = total.epoch AND grouped.label = total.label`,
};
