import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, NO_NUMBER } from "../sql/fragments.ts";

export const groupLosses: Method = {
  indicator: "mdl.group_losses",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "model groups with weight in the epoch before and none in this one; beside it a row a lost model and the quarter's sum so far",
  estimate: false,
  needs: ["members", "model_groups"],
  history: [{ kind: "epochs", back: 1, needs: ["members", "model_groups"] }],
  minSamples: 0,
  sql: `
WITH weighted AS (
  SELECT epoch, model_id FROM agreed_model_members(${AT}) WHERE weight > 0 GROUP BY epoch, model_id
),
compared AS (
  SELECT root.epoch AS epoch FROM agreed_epochs(${AT}) AS root
  INNER JOIN agreed_epochs(${AT}) AS before ON before.epoch = root.epoch - 1
),
lost AS (
  SELECT compared.epoch AS epoch, before.model_id AS model_id
  FROM compared INNER JOIN weighted AS before ON before.epoch = compared.epoch - 1
  LEFT ANTI JOIN weighted AS after ON after.epoch = compared.epoch AND after.model_id = before.model_id
),
losses AS (
  SELECT compared.epoch AS epoch, ifNull(counted.groups, 0) AS groups
  FROM compared LEFT JOIN (SELECT epoch, count() AS groups FROM lost GROUP BY epoch) AS counted ON counted.epoch = compared.epoch
),
quarters AS (
  SELECT times.epoch AS epoch, toStartOfQuarter(times.starts_at) AS quarter FROM epoch_times(${AT}) AS times WHERE times.starts_at IS NOT NULL
),
to_date AS (
  SELECT now.epoch AS epoch, sum(losses.groups) AS groups, count() AS epochs, min(past.epoch) AS first_epoch
  FROM quarters AS now INNER JOIN quarters AS past ON past.quarter = now.quarter
  INNER JOIN losses ON losses.epoch = past.epoch
  WHERE past.epoch <= now.epoch GROUP BY now.epoch
),
whole AS (
  SELECT to_date.epoch AS epoch, to_date.groups AS groups, to_date.epochs AS epochs FROM to_date
  INNER JOIN quarters AS own ON own.epoch = to_date.epoch
  INNER JOIN quarters AS earlier ON earlier.epoch = to_date.first_epoch - 1
  WHERE to_date.epochs = to_date.epoch - to_date.first_epoch + 1 AND earlier.quarter < own.quarter
)
SELECT epoch, ${NETWORK} AS labels, groups AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, 1 AS coverage, 1 AS samples,
  ${NO_NOTE} AS note
FROM losses WHERE epoch BETWEEN {first:UInt32} AND {last:UInt32}
UNION ALL
SELECT epoch, map('model_id', toString(model_id)) AS labels, 1 AS value, ${NO_NUMBER}, ${NO_NUMBER}, 1, 1, ${NO_NOTE}
FROM lost WHERE epoch BETWEEN {first:UInt32} AND {last:UInt32}
UNION ALL
SELECT losses.epoch AS epoch, map('period', 'quarter') AS labels, whole.groups AS value, ${NO_NUMBER}, ${NO_NUMBER},
  if(whole.epochs IS NULL, NULL, 1), ifNull(whole.epochs, 0), if(whole.epochs IS NULL, 'the quarter''s history is not complete', ${NO_NOTE}) AS note
FROM losses LEFT JOIN whole ON whole.epoch = losses.epoch WHERE losses.epoch BETWEEN {first:UInt32} AND {last:UInt32}`,
};
