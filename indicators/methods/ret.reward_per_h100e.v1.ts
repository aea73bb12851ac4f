import { NGONKA_PER_GNK } from "../../chain/units.ts";
import type { Method } from "../method.ts";
import { CONFIRMED_SHARE, calibrationNote, HOST_CAPACITY, h100Weight } from "../sql/capacity.ts";
import { AT, NETWORK, NO_NOTE, NO_NUMBER, WANTED } from "../sql/fragments.ts";

/**
 * A host's H100e is its part of `cap.h100e_confirmed` (v2); hosts with results and H100e above 0 count, those without reward too. Days from
 * the epoch's first block to the next epoch's. A host in several model groups is in the median of each of them; the spread is p90 ÷ p10
 * (linear between ranks) of those medians.
 */
export const rewardPerH100e: Method = {
  indicator: "ret.reward_per_h100e",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "median over hosts of rewarded and earned GNK ÷ the host's confirmed H100-equivalents ÷ the epoch's days; beside it a model's median, and their p90 ÷ p10",
  estimate: true,
  needs: ["members", "model_groups", "results", "params", "times"],
  history: [{ kind: "calibration", needs: ["hardware", "participant_stats"] }],
  minSamples: 1,
  sql: `
WITH ${HOST_CAPACITY},
network AS (
  SELECT epoch, hosts, weight, ${calibrationNote("gpus", "assumed")} AS note,
    arrayMap(h -> (h.1, h.2 / h.3 * weight), arrayFilter(h -> h.3 > 0, paid)) AS rates
  FROM (
    SELECT host.epoch AS epoch, count() AS hosts, max(host.assumed) AS assumed, groupArrayArray(host.per_gpu) AS gpus, ${h100Weight("gpus")} AS weight,
      groupArrayIf((host.models, result.coins / ${NGONKA_PER_GNK} / span.days, assumeNotNull(host.scaled * stats.ratio)),
        result.coins IS NOT NULL AND host.scaled * stats.ratio IS NOT NULL AND span.days > 0) AS paid
    FROM host_capacity AS host
    LEFT JOIN (SELECT epoch, address, ${CONFIRMED_SHARE} AS ratio FROM agreed_participant_stats(${AT}) WHERE ${WANTED}) AS stats
      ON stats.epoch = host.epoch AND stats.address = host.address
    LEFT JOIN (
      SELECT epoch, address, toFloat64(toUInt128(rewarded_coins) + toUInt128(earned_coins)) AS coins FROM agreed_results(${AT}) WHERE ${WANTED}
    ) AS result ON result.epoch = host.epoch AND result.address = host.address
    LEFT JOIN (
      SELECT epoch, (toUnixTimestamp64Nano(ends_at) - toUnixTimestamp64Nano(starts_at)) / 86400e9 AS days FROM epoch_times(${AT}) WHERE ${WANTED}
    ) AS span ON span.epoch = host.epoch
    GROUP BY host.epoch
  )
),
medians AS (
  SELECT epoch, hosts, weight, note, length(rates) AS seen, arrayMap(r -> r.2, rates) AS everyone,
    if(weight IS NULL, [], arrayMap(m -> (m, arrayReduce('quantileExactInclusive(0.5)', arrayMap(r -> r.2, arrayFilter(r -> has(r.1, m), rates))),
      length(arrayFilter(r -> has(r.1, m), rates))), arrayDistinct(arrayFlatten(arrayMap(r -> r.1, rates))))) AS of_models
  FROM network
)
SELECT epoch, row.1 AS labels, row.2 AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, row.3 AS coverage, row.4 AS samples, row.5 AS note
FROM (
  SELECT epoch, arrayConcat(
    [(${NETWORK}, if(weight IS NULL OR seen = 0, NULL, arrayReduce('quantileExactInclusive(0.5)', everyone)), if(weight IS NULL, NULL, seen / hosts), seen,
      if(weight IS NOT NULL AND seen = 0, 'no host with results has confirmed capacity', note))],
    arrayMap(m -> (map('model_id', toString(m.1)), toNullable(m.2), ${NO_NUMBER}, m.3, ${NO_NOTE}), of_models),
    if(empty(of_models), [], [(map('measure', 'spread'), toNullable(arrayReduce('quantileExactInclusive(0.9)', arrayMap(m -> m.2, of_models))
      / arrayReduce('quantileExactInclusive(0.1)', arrayMap(m -> m.2, of_models))), ${NO_NUMBER}, length(of_models), 'p90 ÷ p10 of the models'' medians')])) AS rows
  FROM medians
) ARRAY JOIN rows AS row`,
};
