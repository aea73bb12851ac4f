import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, NO_NUMBER, WANTED } from "../sql/fragments.ts";

/** Gini coefficient of the values of a window sorted ascending: 0 equal, towards 1 one holds all. */
const gini = (coins: string, rank: string) =>
  `2 * sum(toFloat64(${rank}) * toFloat64(${coins})) / (count() * sum(toFloat64(${coins}))) - (count() + 1) / count()`;

export const rewardWorkCorr: Method = {
  indicator: "mkm.reward_work_corr",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "Spearman ρ (mean ranks for ties) over all rows of the epoch's results between rewarded and earned coins; beside it the gap of their Gini coefficients",
  estimate: false,
  needs: ["results"],
  history: [],
  minSamples: 3,
  sql: `
WITH ranked AS (
  SELECT epoch, rewarded_coins, earned_coins,
    rank() OVER (PARTITION BY epoch ORDER BY rewarded_coins) + (count() OVER (PARTITION BY epoch, rewarded_coins) - 1) / 2 AS reward_rank,
    rank() OVER (PARTITION BY epoch ORDER BY earned_coins) + (count() OVER (PARTITION BY epoch, earned_coins) - 1) / 2 AS work_rank,
    row_number() OVER (PARTITION BY epoch ORDER BY rewarded_coins) AS reward_row,
    row_number() OVER (PARTITION BY epoch ORDER BY earned_coins) AS work_row
  FROM agreed_results(${AT}) WHERE ${WANTED}
),
computed AS (
  SELECT epoch, count() AS hosts, corrStable(reward_rank, work_rank) AS rho, min(rewarded_coins) = max(rewarded_coins) AS rewards_equal,
    min(earned_coins) = max(earned_coins) AS work_equal,
    if(sum(toUInt128(rewarded_coins)) > 0 AND sum(toUInt128(earned_coins)) > 0,
      (${gini("rewarded_coins", "reward_row")}) - (${gini("earned_coins", "work_row")}), NULL) AS gini_gap
  FROM ranked GROUP BY epoch
)
SELECT epoch, ${NETWORK} AS labels, if(rewards_equal OR work_equal, NULL, rho) AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  1 AS coverage, hosts AS samples, if(rewards_equal OR work_equal, 'all hosts have the same share: no rank order', ${NO_NOTE}) AS note
FROM computed
UNION ALL
SELECT epoch, map('measure', 'gini_gap') AS labels, gini_gap AS value, ${NO_NUMBER}, ${NO_NUMBER}, 1, hosts,
  if(gini_gap IS NULL, 'no coins on one side', 'Gini of rewards minus Gini of earned coins') AS note
FROM computed`,
};
