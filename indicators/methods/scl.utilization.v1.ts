import { BENCHMARK_VERSION } from "../calibrations/benchmarks.ts";
import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NUMBER, WANTED } from "../sql/fragments.ts";
import { utilizationSince } from "../sql/serving.ts";

/**
 * A model's tokens a second (finished inferences of the sessions that were read, prompt and completion, by when they were confirmed) ÷ its
 * capacity as `scl.capacity_tps` has it. The network-wide row is the mean over models by their H100-equivalents (hardware factors), so that
 * a busy small model doesn't hide an idle big one. Sessions not read serve nothing here: the coverage says how much was seen. Beside it each
 * model's, and the share of the epoch's blocks that proof of compute took from nodes which weren't preserved: exact, by the chain's stages.
 */
export const utilization: Method = {
  indicator: "scl.utilization",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: tokens of session diffs against a benchmark table",
  summary:
    "tokens per second served ÷ benchmarked capacity, models weighted by H100-equivalents; beside it each model's, and the share of blocks that proof of compute took",
  estimate: true,
  needs: ["escrows", "sessions", "times", "members", "model_groups", "hardware"],
  history: [],
  alsoReads: [{ from: 0, to: 0, needs: ["params", "poc_events"] }],
  minSamples: 1,
  minCoverage: 0.8,
  sql: `
WITH ${utilizationSince(0)},
overhead AS (
  SELECT root.epoch AS epoch, (1 + events.count) * stages.blocks / (root.last_height - root.effective_height + 1) AS share, events.count AS events
  FROM (SELECT epoch, effective_height, last_height FROM agreed_epochs(${AT}) WHERE ${WANTED} AND last_height > 0) AS root
  INNER JOIN epoch_params(${AT}) AS chosen ON chosen.epoch = root.epoch
  INNER JOIN (
    SELECT content_hash, any(poc_stage_duration + poc_exchange_duration + poc_validation_delay + poc_validation_duration) AS blocks
    FROM params_versions(${AT}) GROUP BY content_hash
  ) AS stages ON stages.content_hash = chosen.content_hash
  INNER JOIN (
    SELECT told.epoch AS epoch, countIf(event.epoch IS NOT NULL) AS count FROM (SELECT DISTINCT epoch FROM agreed(${AT}) WHERE topic = 'poc_events') AS told
    LEFT JOIN (SELECT epoch FROM agreed_poc_events(${AT}) WHERE ${WANTED}) AS event ON event.epoch = told.epoch GROUP BY told.epoch
  ) AS events ON events.epoch = root.epoch
)
SELECT epoch, ${NETWORK} AS labels, value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, coverage, nodes AS samples,
  if(value IS NULL, 'no model group has benchmarked capacity', concat('estimate: T2, tokens of session diffs (', words, '), ÷ benchmark table ${BENCHMARK_VERSION} (', toString(whole), ' of ', toString(nodes), ' ML nodes known)')) AS note
FROM utilization
UNION ALL
SELECT used_models.epoch, map('model_id', model_id), used_models.value, tps, capacity, least(utilization.share, used_models.whole / used_models.nodes),
  used_models.nodes, if(used_models.value IS NULL, 'no benchmarked capacity', 'estimate: tokens per second served ÷ capacity')
FROM used_models INNER JOIN utilization ON utilization.epoch = used_models.epoch
UNION ALL
SELECT epoch, map('measure', 'poc_overhead'), share, ${NO_NUMBER}, ${NO_NUMBER}, 1, events, 'of the epoch''s blocks, for nodes that were not preserved; samples: its confirmation PoCs'
FROM overhead`,
};
