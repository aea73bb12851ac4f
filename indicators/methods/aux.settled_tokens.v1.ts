import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NUMBER, WANTED } from "../sql/fragments.ts";

export const settledTokens: Method = {
  indicator: "aux.settled_tokens",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: an upper estimate, until settlements themselves are collected",
  summary:
    "Σ earned coins ÷ token price of an epoch whose inference was all devshard; an upper estimate: earned coins hold fee shares too",
  estimate: true,
  needs: ["members", "results", "params"],
  history: [],
  minSamples: 1,
  sql: `
SELECT root.epoch AS epoch, ${NETWORK} AS labels,
  if(root.number_of_requests = 0 AND price.token_price > 0, toFloat64(result.earned) / toFloat64(price.token_price), NULL) AS value,
  if(root.number_of_requests = 0, toFloat64(result.earned), ${NO_NUMBER}) AS numerator,
  if(root.number_of_requests = 0, toFloat64(price.token_price), ${NO_NUMBER}) AS denominator,
  ${NO_NUMBER} AS coverage, result.hosts AS samples,
  multiIf(
    root.number_of_requests > 0, concat(toString(root.number_of_requests), ' classic inferences in the epoch: their coins do not follow the devshard price'),
    price.token_price IS NULL, 'no token price in the params known for the epoch',
    concat('estimate, an upper one: earned coins hold the sessions'' fee shares too; ', toString(assumeNotNull(price.token_price)), ' ngonka per token by params observed at height ',
      toString(assumeNotNull(price.seen_height)), if(assumeNotNull(price.assumed), ', after the epoch: assumed to have held in it', ''))) AS note
FROM agreed_epochs(${AT}) AS root
INNER JOIN (
  SELECT epoch, sum(toUInt128(earned_coins)) AS earned, count() AS hosts FROM agreed_results(${AT}) WHERE ${WANTED} GROUP BY epoch
) AS result ON result.epoch = root.epoch
LEFT JOIN epoch_params(${AT}) AS price ON price.epoch = root.epoch
WHERE root.${WANTED}`,
};
