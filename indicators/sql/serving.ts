import { BENCHMARK_TABLE, benchmarkDeviceOf, benchmarkModelOf } from "../calibrations/benchmarks.ts";
import { factorOf, isOtherVendor } from "../calibrations/hardware-factors.ts";
import { AT } from "./fragments.ts";

/**
 * Common table `serving_nodes`, each ML node of each model group of the epochs: `epoch, model_id, address, node_id, weight` (PoC, of its
 * model), `rate` (benchmarked tokens a second) and `h100e` (by hardware factors) of its registered devices that have a figure, `both` and
 * `both_rate` (H100-equivalents and rate of those that have both), `rated` and `factored` (whether all of them have, and any is known),
 * `guessed` (the part of `rate` that nobody measured on that model and device), `other` and `own` (devices of another vendor than NVIDIA,
 * and all others).
 */
export const servingNodes = (epochs: string) => `
benchmarks AS (${BENCHMARK_TABLE}),
serving_nodes AS (
  SELECT node.epoch AS epoch, node.model_id AS model_id, node.address AS address, node.node_id AS node_id, any(node.poc_weight) AS weight,
    ifNull(sum(gear.devices * bench.rate), 0) AS rate, ifNull(sum(gear.devices * gear.factor), 0) AS h100e,
    ifNull(sumIf(gear.devices * bench.rate, gear.factor IS NOT NULL), 0) AS both_rate,
    ifNull(sumIf(gear.devices * gear.factor, bench.rate IS NOT NULL), 0) AS both,
    countIf(gear.devices IS NULL OR bench.rate IS NULL) = 0 AS rated, countIf(gear.devices IS NULL OR gear.factor IS NULL) = 0 AS factored,
    ifNull(sumIf(gear.devices * bench.rate, bench.guessed = 1), 0) AS guessed,
    ifNull(sumIf(gear.devices, gear.other = 1), 0) AS other, ifNull(sumIf(gear.devices, gear.other = 0), 0) AS own
  FROM (
    SELECT epoch, toString(model_id) AS model_id, address, node_id, toFloat64(poc_weight) AS poc_weight, ${benchmarkModelOf("toString(model_id)")} AS kind
    FROM agreed_nodes(${AT}) WHERE ${epochs}
  ) AS node
  LEFT JOIN (
    SELECT epoch, address, local_id, toFloat64(devices) AS devices, CAST(${factorOf("device")} AS Nullable(Float64)) AS factor,
      ${isOtherVendor("device")} AS other, ${benchmarkDeviceOf("device")} AS class
    FROM agreed_hardware(${AT}) WHERE ${epochs} AND device IS NOT NULL AND devices IS NOT NULL
  ) AS gear ON gear.epoch = node.epoch AND gear.address = node.address AND gear.local_id = node.node_id
  LEFT JOIN benchmarks AS bench ON bench.model = node.kind AND bench.device = gear.class
  GROUP BY node.epoch, node.model_id, node.address, node.node_id
)`;

/**
 * Spearman's ρ of two columns of a query's groups, mean ranks for ties; null where one of them has no order. Arrays, so that groups need no
 * window of their own.
 */
export const spearman = (xs: string, ys: string) => {
  const ranks = (values: string) =>
    `arrayMap(v -> arrayCount(w -> w < v, ${values}) + (arrayCount(w -> w = v, ${values}) + 1) / 2, ${values})`;
  return `if(length(arrayDistinct(${xs})) < 2 OR length(arrayDistinct(${ys})) < 2, NULL,
    arrayReduce('corrStable', ${ranks(xs)}, ${ranks(ys)}))`;
};
