import { BENCHMARK_VERSION } from "../calibrations/benchmarks.ts";
import type { Method } from "../method.ts";
import { NETWORK, NO_NUMBER, WANTED } from "../sql/fragments.ts";
import { servingNodes } from "../sql/serving.ts";

/**
 * Σ over ML nodes in model groups of registered devices × benchmarked tokens a second of that device and model, prompt and completion. Beside
 * it each model's. Devices without a figure count nothing and lower the coverage: the share of nodes of which all is known.
 */
export const capacityTps: Method = {
  indicator: "scl.capacity_tps",
  version: 1,
  validFromEpoch: 0,
  reason: `first method: benchmark table ${BENCHMARK_VERSION}; which image a node runs is not in it`,
  summary:
    "Σ over ML nodes in model groups of registered devices × benchmarked tokens per second of the device and model; beside it each model's",
  estimate: true,
  needs: ["members", "model_groups", "hardware"],
  history: [],
  minSamples: 1,
  sql: `
WITH ${servingNodes(WANTED)}
SELECT epoch, label AS labels, if(known > 0, tps, NULL) AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, whole / nodes AS coverage, nodes AS samples,
  if(known > 0, concat('estimate: benchmark table ${BENCHMARK_VERSION}, ', toString(round(100 * assumed / tps)), ' % of it by figures that nobody measured on that model and device',
    if(whole < nodes, concat('; ', toString(nodes - whole), ' ML nodes with devices unknown or without a figure'), '')), 'no ML node has a benchmarked device') AS note
FROM (
  SELECT epoch, label, sum(rate) AS tps, sum(guessed) AS assumed, count() AS nodes, countIf(rated) AS whole, countIf(rate > 0) AS known
  FROM serving_nodes ARRAY JOIN [${NETWORK}, map('model_id', model_id)] AS label GROUP BY epoch, label
)`,
};
