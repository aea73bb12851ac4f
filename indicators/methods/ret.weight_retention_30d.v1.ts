import { H100_CALIBRATIONS } from "../calibrations/h100-published.ts";
import type { Method } from "../method.ts";
import { ACTIVE, AT, BASE_30D, NETWORK, NO_NUMBER } from "../sql/fragments.ts";

export const weightRetention30d: Method = {
  indicator: "ret.weight_retention_30d",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: published calibrations only",
  summary:
    "root weight now of the hosts active 30 days before ÷ their root weight then, both in H100-equivalents of the same calibration",
  estimate: true,
  needs: ["members", "exclusions", "times"],
  history: [{ kind: "days", days: 30, needs: ["members", "exclusions", "times"] }],
  minSamples: 1,
  sql: `
WITH ${ACTIVE}, ${BASE_30D},
calibration AS (${H100_CALIBRATIONS}),
cohort AS (
  SELECT base.epoch AS epoch, base.base AS base, count() AS hosts, sum(toInt128(active.weight)) AS then_weight,
    sum(toInt128(ifNull(present.weight, 0))) AS now_weight
  FROM base
  INNER JOIN active ON active.epoch = base.base
  LEFT JOIN agreed_members(${AT}) AS present ON present.epoch = base.epoch AND present.address = active.address
  GROUP BY base.epoch, base.base
),
calibrated AS (
  SELECT cohort.epoch AS epoch, calibration.weight AS weight, calibration.version AS version
  FROM cohort CROSS JOIN calibration
  WHERE cohort.base >= calibration.first_epoch AND cohort.epoch <= calibration.last_epoch
)
SELECT cohort.epoch AS epoch, ${NETWORK} AS labels,
  if(calibrated.weight IS NULL, ${NO_NUMBER}, toFloat64(now_weight) / toFloat64(then_weight)) AS value,
  toFloat64(now_weight) / calibrated.weight AS numerator, toFloat64(then_weight) / calibrated.weight AS denominator,
  1 AS coverage, hosts AS samples,
  if(calibrated.weight IS NULL, 'no one calibration of an H100 is valid at both ends of the 30 days',
    concat('estimate: by calibration ', assumeNotNull(calibrated.version))) AS note
FROM cohort LEFT JOIN calibrated ON calibrated.epoch = cohort.epoch`,
};
