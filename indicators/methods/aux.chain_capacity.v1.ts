import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NUMBER, WANTED } from "../sql/fragments.ts";

/**
 * The chain's own answer, beside `scl.capacity_tps` and no part of it: `all_model_capacities`, which its pricing takes for tokens a second.
 * It is the models' PoC weight, and the query is reported broken: v0.2.14 looks up the epoch's group by a height and finds nothing.
 */
export const chainCapacity: Method = {
  indicator: "aux.chain_capacity",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "sum of what all_model_capacities says, one row a model: a proxy made of weights that the chain calls tokens per second, by a query reported broken",
  estimate: true,
  needs: ["members", "model_capacities"],
  history: [],
  minSamples: 1,
  sql: `
WITH told AS (
  SELECT said.epoch AS epoch, root.models AS models FROM (SELECT DISTINCT epoch FROM agreed(${AT}) WHERE topic = 'model_capacities' AND ${WANTED}) AS said
  INNER JOIN (SELECT epoch, models FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS root ON root.epoch = said.epoch
),
capacities AS (SELECT epoch, toString(model_id) AS model_id, toFloat64(capacity) AS capacity FROM agreed_model_capacities(${AT}) WHERE ${WANTED})
SELECT told.epoch AS epoch, ${NETWORK} AS labels, said.capacity AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  if(empty(told.models), NULL, length(arrayIntersect(told.models, ifNull(said.named, []))) / length(told.models)) AS coverage,
  length(ifNull(said.named, [])) AS samples,
  if(samples = 0, 'the chain''s query is empty (broken)', 'a proxy made of weights that the chain calls tokens per second; its query is reported broken') AS note
FROM told LEFT JOIN (SELECT epoch, sum(capacities.capacity) AS capacity, groupArray(model_id) AS named FROM capacities GROUP BY epoch) AS said ON said.epoch = told.epoch
UNION ALL
SELECT epoch, map('model_id', model_id), capacity, ${NO_NUMBER}, ${NO_NUMBER}, ${NO_NUMBER}, 1, 'a proxy made of weights' FROM capacities`,
};
