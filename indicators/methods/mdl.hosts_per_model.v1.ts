import { FIRST_SCALED_EPOCH, H100_CALIBRATIONS } from "../calibrations/h100-published.ts";
import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, NO_NUMBER, WANTED } from "../sql/fragments.ts";

export const hostsPerModel: Method = {
  indicator: "mdl.hosts_per_model",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "distinct hosts with weight in any model group; beside it a row a model, its largest host's share of raw weight and its H100-equivalents",
  estimate: false,
  needs: ["members", "model_groups"],
  history: [],
  minSamples: 0,
  sql: `
WITH models AS (
  SELECT epoch, model_id FROM agreed_epochs(${AT}) ARRAY JOIN models AS model_id WHERE ${WANTED}
),
members AS (
  SELECT epoch, model_id, address, weight FROM agreed_model_members(${AT}) WHERE ${WANTED} AND weight > 0
),
groups AS (
  SELECT models.epoch AS epoch, models.model_id AS model_id, ifNull(counted.hosts, 0) AS hosts, counted.top1 AS top1, counted.total AS total
  FROM models
  LEFT JOIN (
    SELECT epoch, model_id, count() AS hosts, max(toInt128(weight)) AS top1, sum(toInt128(weight)) AS total FROM members GROUP BY epoch, model_id
  ) AS counted ON counted.epoch = models.epoch AND counted.model_id = models.model_id
),
capacity AS (
  -- Every calibration ends before raw weights differ by model and need a scale.
  SELECT node.epoch AS epoch, node.model_id AS model_id, sum(toFloat64(node.poc_weight)) / any(calibration.weight) AS h100e
  FROM agreed_nodes(${AT}) AS node
  INNER JOIN (${H100_CALIBRATIONS}) AS calibration ON 1 = 1
  WHERE node.${WANTED} AND node.epoch BETWEEN calibration.first_epoch AND calibration.last_epoch AND node.epoch < ${FIRST_SCALED_EPOCH}
  GROUP BY node.epoch, node.model_id
)
SELECT root.epoch AS epoch, ${NETWORK} AS labels, ifNull(counted.hosts, 0) AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  1 AS coverage, ifNull(counted.hosts, 0) AS samples, ${NO_NOTE} AS note
FROM agreed_epochs(${AT}) AS root
LEFT JOIN (SELECT epoch, uniqExact(address) AS hosts FROM members GROUP BY epoch) AS counted ON counted.epoch = root.epoch
WHERE root.${WANTED}
UNION ALL
SELECT epoch, map('model_id', toString(model_id)) AS labels, hosts AS value, ${NO_NUMBER}, ${NO_NUMBER}, 1, hosts AS samples, ${NO_NOTE} FROM groups
UNION ALL
SELECT epoch, map('measure', 'top1_share', 'model_id', toString(model_id)) AS labels, toFloat64(top1) / toFloat64(total) AS value,
  toFloat64(top1), toFloat64(total), 1, hosts AS samples, if(hosts > 0, ${NO_NOTE}, 'no host has weight in this group') AS note
FROM groups
UNION ALL
SELECT groups.epoch AS epoch, map('measure', 'h100e', 'model_id', toString(groups.model_id)) AS labels, capacity.h100e AS value,
  ${NO_NUMBER}, ${NO_NUMBER}, NULL, groups.hosts AS samples,
  if(capacity.h100e IS NULL, 'no calibration of one H100 is valid at this epoch', 'estimate: by a published calibration') AS note
FROM groups LEFT JOIN capacity ON capacity.epoch = groups.epoch AND capacity.model_id = groups.model_id`,
};
