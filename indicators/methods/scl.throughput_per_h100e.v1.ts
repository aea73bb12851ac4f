import { BENCHMARK_VERSION, benchmarkDeviceOf, benchmarkModelOf } from "../calibrations/benchmarks.ts";
import { factorOf } from "../calibrations/hardware-factors.ts";
import type { Method } from "../method.ts";
import { AT, NETWORK, WANTED } from "../sql/fragments.ts";
import { servingNodes } from "../sql/serving.ts";

/**
 * Numerator: benchmarked tokens a second of the devices of ML nodes in model groups; denominator: their H100-equivalents by hardware factors,
 * both over devices that have both figures. Beside it each model's, and each model's on each class of device there is.
 */
export const throughputPerH100e: Method = {
  indicator: "scl.throughput_per_h100e",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: published benchmark runs; runs of people's own are entered later",
  summary:
    "benchmarked tokens per second of the registered devices in model groups ÷ their H100-equivalents by hardware factors; beside it by model and class of device",
  estimate: true,
  needs: ["members", "model_groups", "hardware"],
  history: [],
  minSamples: 1,
  sql: `
WITH ${servingNodes(WANTED)},
classes AS (
  SELECT node.epoch AS epoch, node.model_id AS model_id, gear.class AS class, any(bench.rate) AS rate, any(gear.factor) AS factor, sum(gear.devices) AS devices,
    any(bench.guessed) AS guessed
  FROM (SELECT epoch, toString(model_id) AS model_id, address, node_id, ${benchmarkModelOf("toString(model_id)")} AS kind FROM agreed_nodes(${AT}) WHERE ${WANTED}) AS node
  INNER JOIN (
    SELECT epoch, address, local_id, devices, assumeNotNull(CAST(${factorOf("device")} AS Nullable(Float64))) AS factor, ${benchmarkDeviceOf("device")} AS class
    FROM agreed_hardware(${AT}) WHERE ${WANTED} AND device IS NOT NULL AND devices IS NOT NULL AND CAST(${factorOf("device")} AS Nullable(Float64)) IS NOT NULL
  ) AS gear ON gear.epoch = node.epoch AND gear.address = node.address AND gear.local_id = node.node_id
  INNER JOIN benchmarks AS bench ON bench.model = node.kind AND bench.device = gear.class
  GROUP BY node.epoch, node.model_id, gear.class
)
SELECT epoch, label AS labels, if(h100e > 0, tps / h100e, NULL) AS value, tps AS numerator, h100e AS denominator, whole / nodes AS coverage, nodes AS samples,
  if(h100e > 0, 'estimate: benchmark table ${BENCHMARK_VERSION} ÷ hardware factors', 'no ML node has a device with both figures') AS note
FROM (
  SELECT epoch, label, sum(both_rate) AS tps, sum(both) / 100 AS h100e, count() AS nodes, countIf(rated AND factored) AS whole
  FROM serving_nodes ARRAY JOIN [${NETWORK}, map('model_id', model_id)] AS label GROUP BY epoch, label
)
UNION ALL
SELECT epoch, map('model_id', model_id, 'device', class), rate / factor, rate, factor, 1, toUInt64(devices), if(guessed = 1, 'estimate: not measured on this model and device', 'measured; the factor is of proof of compute')
FROM classes`,
};
