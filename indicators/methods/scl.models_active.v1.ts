import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, NO_NUMBER, WANTED } from "../sql/fragments.ts";

export const modelsActive: Method = {
  indicator: "scl.models_active",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: models; the modality of each is entered by a person, later",
  summary: "model groups with weight and at least 3 hosts that have weight in them; one row a model (1 or 0)",
  estimate: false,
  needs: ["members", "model_groups"],
  history: [],
  minSamples: 0,
  sql: `
WITH models AS (
  SELECT epoch, model_id FROM agreed_epochs(${AT}) ARRAY JOIN models AS model_id WHERE ${WANTED}
),
hosts AS (
  SELECT epoch, model_id, uniqExact(address) AS hosts FROM agreed_model_members(${AT}) WHERE ${WANTED} AND weight > 0 GROUP BY epoch, model_id
),
groups AS (
  SELECT models.epoch AS epoch, models.model_id AS model_id, ifNull(hosts.hosts, 0) AS hosts
  FROM models LEFT JOIN hosts ON hosts.epoch = models.epoch AND hosts.model_id = models.model_id
)
SELECT root.epoch AS epoch, ${NETWORK} AS labels, ifNull(counted.active, 0) AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  1 AS coverage, ifNull(counted.groups, 0) AS samples, ${NO_NOTE} AS note
FROM agreed_epochs(${AT}) AS root
LEFT JOIN (SELECT epoch, countIf(hosts >= 3) AS active, count() AS groups FROM groups GROUP BY epoch) AS counted ON counted.epoch = root.epoch
WHERE root.${WANTED}
UNION ALL
SELECT epoch, map('model_id', toString(model_id)) AS labels, hosts >= 3 AS value, ${NO_NUMBER}, ${NO_NUMBER}, 1, hosts AS samples,
  if(hosts >= 3, ${NO_NOTE}, concat(toString(hosts), ' of the 3 hosts it takes')) AS note
FROM groups`,
};
