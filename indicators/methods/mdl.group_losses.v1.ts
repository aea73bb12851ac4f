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
  alsoReads: [{ days: 92, needs: ["members", "model_groups", "times"] }],
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
known_groups AS (
  SELECT epoch, count() AS known FROM agreed(${AT}) WHERE topic = 'model_group' GROUP BY epoch
),
quarters AS (
  SELECT epoch, toStartOfQuarter(starts_at) AS quarter,
    ifNull(lagInFrame(toNullable(epoch)) OVER before = epoch - 1, 0) AND told AND ifNull(lagInFrame(toNullable(told)) OVER before, 0) AS follows
  FROM (
    SELECT times.epoch AS epoch, times.starts_at AS starts_at, ifNull(known_groups.known, 0) >= length(root.models) AS told
    FROM epoch_times(${AT}) AS times INNER JOIN agreed_epochs(${AT}) AS root ON root.epoch = times.epoch
    LEFT JOIN known_groups ON known_groups.epoch = times.epoch
    WHERE times.starts_at IS NOT NULL
  )
  WINDOW before AS (ORDER BY epoch ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
),
whole AS (
  SELECT losses.epoch AS epoch, sum(losses.groups) OVER quarter_to_date AS groups, count() OVER quarter_to_date AS epochs,
    min(quarters.follows) OVER quarter_to_date AS complete
  FROM quarters LEFT JOIN losses ON losses.epoch = quarters.epoch
  WINDOW quarter_to_date AS (PARTITION BY quarters.quarter ORDER BY quarters.epoch ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT epoch, ${NETWORK} AS labels, groups AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, 1 AS coverage, 1 AS samples,
  ${NO_NOTE} AS note
FROM losses WHERE epoch BETWEEN {first:UInt32} AND {last:UInt32}
UNION ALL
SELECT epoch, map('model_id', toString(model_id)) AS labels, 1 AS value, ${NO_NUMBER}, ${NO_NUMBER}, 1, 1, ${NO_NOTE}
FROM lost WHERE epoch BETWEEN {first:UInt32} AND {last:UInt32}
UNION ALL
SELECT epoch, map('period', 'quarter') AS labels, if(complete = 1, groups, NULL) AS value, ${NO_NUMBER}, ${NO_NUMBER},
  if(complete = 1, 1, NULL), epochs, if(complete = 1, ${NO_NOTE}, 'the quarter''s history is not complete') AS note
FROM whole WHERE epoch BETWEEN {first:UInt32} AND {last:UInt32}`,
};
