import type { Method } from "../method.ts";
import { calibrationNote, HOST_CAPACITY, h100Weight } from "../sql/capacity.ts";
import { ACTIVE, AT, BASE_30D, NETWORK, NO_NUMBER } from "../sql/fragments.ts";

/**
 * Numerator: root weight now of the hosts active 30 days before; denominator: their root weight then; both ÷ the scaled weight of one H100
 * as the epoch itself is calibrated (`cap.h100e_confirmed` v2). Null where a model that both epochs have was scaled differently: then the two
 * weights are of different units.
 */
export const weightRetentionByHardware: Method = {
  indicator: "ret.weight_retention_30d",
  version: 2,
  validFromEpoch: 0,
  startsWithFacts: true,
  reason:
    "the published calibrations are stale from epoch 247 on: both weights are in the epoch's own calibration, where the models' scales did not change",
  summary:
    "root weight now of the hosts active 30 days before ÷ their root weight then, both in H100-equivalents of the epoch's own calibration",
  estimate: true,
  needs: ["members", "model_groups", "exclusions", "params", "times"],
  history: [
    { kind: "days", days: 30, needs: ["members", "exclusions", "times"] },
    { kind: "calibration", needs: ["hardware"] },
  ],
  minSamples: 1,
  sql: `
WITH ${HOST_CAPACITY}, ${ACTIVE}, ${BASE_30D},
units AS (
  SELECT groupArray((root.epoch, if(notEmpty(root.weight_scales), root.weight_scales, chosen.weight_scales), root.models)) AS units
  FROM agreed_epochs(${AT}) AS root LEFT JOIN epoch_params(${AT}) AS chosen ON chosen.epoch = root.epoch
),
weighed AS (
  SELECT base.epoch AS epoch, base.base AS base, count() AS hosts, toFloat64(sum(toInt128(active.weight))) AS then_weight,
    toFloat64(sum(toInt128(ifNull(present.weight, 0)))) AS now_weight
  FROM base
  INNER JOIN active ON active.epoch = base.base
  LEFT JOIN agreed_members(${AT}) AS present ON present.epoch = base.epoch AND present.address = active.address
  GROUP BY base.epoch, base.base
),
cohort AS (
  SELECT epoch, hosts, then_weight, now_weight, arrayFirst(u -> u.1 = base, units) AS before, arrayFirst(u -> u.1 = epoch, units) AS now,
    arrayExists(s -> has(before.3, s.1) AND has(now.3, s.1) AND arrayExists(o -> o.1 = s.1 AND (o.2 != s.2 OR o.3 != s.3), before.2), now.2) AS rescaled
  FROM weighed CROSS JOIN units
),
calibrated AS (
  SELECT epoch, groupArrayArray(per_gpu) AS gpus, ${h100Weight("gpus")} AS weight, ${calibrationNote("gpus", "max(assumed)")} AS note
  FROM host_capacity GROUP BY epoch
)
SELECT cohort.epoch AS epoch, ${NETWORK} AS labels,
  if(rescaled OR calibrated.weight IS NULL OR then_weight = 0, ${NO_NUMBER}, now_weight / then_weight) AS value,
  now_weight / calibrated.weight AS numerator, then_weight / calibrated.weight AS denominator, 1 AS coverage, hosts AS samples,
  if(rescaled, 'a model''s weight was rescaled within the 30 days: the two weights are of different units', calibrated.note) AS note
FROM cohort LEFT JOIN calibrated ON calibrated.epoch = cohort.epoch`,
};
