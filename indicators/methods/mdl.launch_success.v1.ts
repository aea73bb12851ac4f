import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, NO_NUMBER, WANTED } from "../sql/fragments.ts";
import { LAUNCHES } from "../sql/launches.ts";

/**
 * Denominator: models registered by vote whose group has come to be by then. Numerator: those with weight of at least 3 hosts in the first
 * epoch that has a group of them. Beside it, over the epochs known so far, how often a group lost all its weight (`removals`) and how often
 * one had weight again after that (`rebootstraps`).
 */
export const launchSuccess: Method = {
  indicator: "mdl.launch_success",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "of the models registered by vote whose group has come to be, the share that was active in the first epoch of its group; beside it removals and re-bootstraps of any group",
  estimate: false,
  needs: ["members", "model_groups", "proposals"],
  history: [],
  alsoReads: [{ days: 400, needs: ["members", "model_groups", "times"] }],
  minSamples: 1,
  sql: `
WITH ${LAUNCHES},
steps AS (
  SELECT epoch, model_id, weighted = 0 AND before = 1 AS removed, weighted = 1 AND before = 0 AND ever = 1 AS returned
  FROM (
    SELECT known.epoch AS epoch, group.model_id AS model_id, ifNull(hosts.hosts, 0) > 0 AS weighted,
      lagInFrame(toNullable(weighted)) OVER island AS before,
      max(weighted) OVER (PARTITION BY group.model_id ORDER BY known.epoch ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ever
    FROM known CROSS JOIN (SELECT DISTINCT model_id FROM hosts) AS group
    LEFT JOIN hosts ON hosts.epoch = known.epoch AND hosts.model_id = group.model_id
    WINDOW island AS (PARTITION BY group.model_id, known.island ORDER BY known.epoch ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
  )
),
counted AS (
  SELECT now.epoch AS epoch, ifNull(launched.tried, 0) AS tried, ifNull(launched.at_once, 0) AS at_once, ifNull(moved.removals, 0) AS removals,
    ifNull(moved.returns, 0) AS returns
  FROM (SELECT epoch FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS now
  LEFT JOIN (
    SELECT epoch, count() AS tried, countIf(first_active = first_try) AS at_once
    FROM (SELECT epoch FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS bucket CROSS JOIN launches WHERE first_try <= epoch GROUP BY epoch
  ) AS launched ON launched.epoch = now.epoch
  LEFT JOIN (
    SELECT bucket.epoch AS epoch, countIf(steps.removed) AS removals, countIf(steps.returned) AS returns
    FROM (SELECT epoch FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS bucket CROSS JOIN steps WHERE steps.epoch <= bucket.epoch GROUP BY bucket.epoch
  ) AS moved ON moved.epoch = now.epoch
)
SELECT epoch, row.1 AS labels, row.2 AS value, row.3 AS numerator, row.4 AS denominator, NULL AS coverage, tried AS samples, row.5 AS note
FROM counted ARRAY JOIN [
  (${NETWORK}, if(tried > 0, at_once / tried, NULL), toNullable(toFloat64(at_once)), toNullable(toFloat64(tried)),
    if(tried > 0, ${NO_NOTE}, 'no group of a model that was registered by vote has come to be in the known epochs')),
  (map('measure', 'removals'), toNullable(toFloat64(removals)), ${NO_NUMBER}, ${NO_NUMBER}, 'over the epochs known so far'),
  (map('measure', 'rebootstraps'), toNullable(toFloat64(returns)), ${NO_NUMBER}, ${NO_NUMBER}, 'over the epochs known so far')] AS row`,
};
