import { FIRST_SCALED_EPOCH, H100_CALIBRATIONS } from "../calibrations/h100-published.ts";
import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NUMBER, SCALED_MODELS, WANTED } from "../sql/fragments.ts";

export const h100eConfirmed: Method = {
  indicator: "cap.h100e_confirmed",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: published calibrations only, valid to epoch 246; a calibration per epoch needs registered hardware",
  summary:
    "Σ over hosts of scaled PoC weight × min(confirmation weight ÷ scaled weight ÷ 0.909, 1), ÷ the scaled weight of one H100 80GB HBM3",
  estimate: true,
  needs: ["members", "model_groups", "params"],
  history: [],
  minSamples: 1,
  sql: `
WITH ${SCALED_MODELS},
hosts AS (
  SELECT epoch, address, sum(if(epoch < ${FIRST_SCALED_EPOCH}, toFloat64(raw), toFloat64(scaled))) AS weight,
    countIf(epoch >= ${FIRST_SCALED_EPOCH} AND scaled_models.scaled IS NULL) AS models_without_scale
  FROM scaled_models WHERE raw > 0 GROUP BY epoch, address
),
confirmed AS (
  SELECT hosts.epoch AS epoch, count() AS hosts, countIf(models_without_scale = 0) AS seen,
    sumIf(hosts.weight * least(toFloat64(member.confirmation_weight) / hosts.weight / 0.909, 1), models_without_scale = 0) AS weight
  FROM hosts INNER JOIN agreed_members(${AT}) AS member ON member.epoch = hosts.epoch AND member.address = hosts.address
  GROUP BY hosts.epoch
),
calibrated AS (
  SELECT root.epoch AS epoch, calibration.version AS version, calibration.weight AS weight
  FROM agreed_epochs(${AT}) AS root INNER JOIN (${H100_CALIBRATIONS}) AS calibration ON 1 = 1
  WHERE root.${WANTED} AND root.epoch BETWEEN calibration.first_epoch AND calibration.last_epoch
)
SELECT confirmed.epoch AS epoch, ${NETWORK} AS labels, if(calibrated.weight IS NULL, ${NO_NUMBER}, confirmed.weight / calibrated.weight) AS value,
  if(calibrated.weight IS NULL, ${NO_NUMBER}, confirmed.weight) AS numerator, calibrated.weight AS denominator,
  if(calibrated.weight IS NULL, NULL, seen / hosts) AS coverage, hosts AS samples,
  if(calibrated.weight IS NULL, 'no calibration of one H100 is valid at this epoch: the published ones end at epoch 246',
    concat('estimate: by calibration ', assumeNotNull(calibrated.version))) AS note
FROM confirmed LEFT JOIN calibrated ON calibrated.epoch = confirmed.epoch`,
};
