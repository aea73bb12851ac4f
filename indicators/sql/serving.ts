import { BENCHMARK_TABLE, benchmarkDeviceOf, benchmarkModelOf } from "../calibrations/benchmarks.ts";
import { factorOf, isOtherVendor } from "../calibrations/hardware-factors.ts";
import { boundsOf } from "./demand.ts";
import { AT } from "./fragments.ts";
import { epochsSince, readShare, readWords, SESSIONS_READ, servedSince } from "./sessions.ts";

/**
 * Common table `serving_nodes`, each ML node of each model group of the epochs: `epoch, model_id, address, node_id, weight` (PoC, of its
 * model), `rate` (benchmarked tokens a second) and `hundredths` (of H100-equivalents, by hardware factors) of its registered devices that have a figure, `both` and
 * `both_rate` (hundredths and rate of those that have both), `rated` and `factored` (whether all of them have, and any is known),
 * `guessed` (the part of `rate` that nobody measured on that model and device), `other` and `own` (devices of another vendor than NVIDIA,
 * and all others). All are whole numbers: their sums don't depend on the order of rows.
 */
export const servingNodes = (epochs: string) => `
benchmarks AS (${BENCHMARK_TABLE}),
serving_nodes AS (
  SELECT node.epoch AS epoch, node.model_id AS model_id, node.address AS address, node.node_id AS node_id, any(node.poc_weight) AS weight,
    ifNull(sum(gear.devices * bench.rate), 0) AS rate, ifNull(sum(gear.devices * gear.hundredths), 0) AS hundredths,
    ifNull(sumIf(gear.devices * bench.rate, gear.hundredths IS NOT NULL), 0) AS both_rate,
    ifNull(sumIf(gear.devices * gear.hundredths, bench.rate IS NOT NULL), 0) AS both,
    countIf(gear.devices IS NULL OR bench.rate IS NULL) = 0 AS rated, countIf(gear.devices IS NULL OR gear.hundredths IS NULL) = 0 AS factored,
    ifNull(sumIf(gear.devices * bench.rate, bench.guessed = 1), 0) AS guessed,
    ifNull(sumIf(gear.devices, gear.other = 1), 0) AS other, ifNull(sumIf(gear.devices, gear.other = 0), 0) AS own
  FROM (
    SELECT epoch, toString(model_id) AS model_id, address, node_id, toFloat64(poc_weight) AS poc_weight, ${benchmarkModelOf("toString(model_id)")} AS kind
    FROM agreed_nodes(${AT}) WHERE ${epochs}
  ) AS node
  LEFT JOIN (
    SELECT epoch, address, local_id, toFloat64(devices) AS devices, round(100 * CAST(${factorOf("device")} AS Nullable(Float64))) AS hundredths,
      ${isOtherVendor("device")} AS other, ${benchmarkDeviceOf("device")} AS class
    FROM agreed_hardware(${AT}) WHERE ${epochs} AND device IS NOT NULL AND devices IS NOT NULL
  ) AS gear ON gear.epoch = node.epoch AND gear.address = node.address AND gear.local_id = node.node_id
  LEFT JOIN benchmarks AS bench ON bench.model = node.kind AND bench.device = gear.class
  GROUP BY node.epoch, node.model_id, node.address, node.node_id
)`;

/**
 * Spearman's ρ of an array of pairs, mean ranks for ties; null where one side has no order. Sorted first, so that the last digit doesn't depend
 * on the order of rows.
 */
export const spearman = (pairs: string) => {
  const side = (number: 1 | 2) => `arrayMap(p -> p.${number}, arraySort(${pairs}))`;
  const ranks = (values: string) =>
    `arrayMap(v -> arrayCount(w -> w < v, ${values}) + (arrayCount(w -> w = v, ${values}) + 1) / 2, ${values})`;
  return `if(length(arrayDistinct(${side(1)})) < 2 OR length(arrayDistinct(${side(2)})) < 2, NULL,
    arrayReduce('corrStable', ${ranks(side(1))}, ${ranks(side(2))}))`;
};

/**
 * Common tables of utilization in the wanted epochs and `back` before them. `used_models` (`epoch, model_id, tokens, tps` as served, `capacity`
 * in tokens a second, `h100e, nodes, whole, value`, null without capacity, `coverage`) and `utilization` (`epoch, days, value`: the models' by
 * their H100-equivalents, `tokens, h100e, nodes, whole, words`: of the sessions read, `coverage`). Coverage: the smaller one of the share
 * of sessions read and of ML nodes of which all is known.
 */
export const utilizationSince = (
  back: number,
) => `${boundsOf(epochsSince(back))}, ${servedSince(back)}, ${SESSIONS_READ}, ${servingNodes(epochsSince(back))},
used_models AS (
  SELECT able.epoch AS epoch, able.model_id AS model_id, bounds.days AS days, ifNull(served.tokens, 0) AS tokens, tokens / (days * 86400) AS tps, able.capacity AS capacity,
    able.h100e AS h100e, able.nodes AS nodes, able.whole AS whole, if(capacity > 0 AND days > 0, tps / capacity, NULL) AS value
  FROM (
    SELECT epoch, model_id, sum(rate) AS capacity, sum(hundredths) / 100 AS h100e, count() AS nodes, countIf(rated) AS whole FROM serving_nodes GROUP BY epoch, model_id
  ) AS able
  INNER JOIN bounds ON bounds.epoch = able.epoch
  LEFT JOIN served ON served.epoch = able.epoch AND served.model_id = able.model_id
),
utilization AS (
  SELECT used.epoch AS epoch, used.days AS days, used.tokens AS tokens, used.h100e AS h100e, used.nodes AS nodes, used.whole AS whole,
    if(used.h100e > 0, used.weighted / used.h100e, NULL) AS value, ${readWords("seen")} AS words, ${readShare("seen")} AS share,
    least(share, used.whole / used.nodes) AS coverage
  FROM (
    SELECT one.epoch AS epoch, any(one.days) AS days, sum(one.tokens) AS tokens, arraySum(arraySort(groupArrayIf(one.h100e, one.value IS NOT NULL))) AS h100e,
      arraySum(arraySort(groupArrayIf(assumeNotNull(one.value) * one.h100e, one.value IS NOT NULL))) AS weighted, sum(one.nodes) AS nodes, sum(one.whole) AS whole
    FROM used_models AS one GROUP BY one.epoch
  ) AS used
  LEFT JOIN sessions_read AS seen ON seen.epoch = used.epoch
)`;
