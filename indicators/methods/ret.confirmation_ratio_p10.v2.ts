import type { Method } from "../method.ts";
import { CHAIN_RATIO } from "../sql/capacity.ts";
import { AT, NETWORK, NO_NOTE, NO_NUMBER, WANTED } from "../sql/fragments.ts";

/** Members with raw weight in a model group; p10 is linear between ranks. Before the epoch's first confirmation PoC a host has no ratio. */
export const chainConfirmationRatioP10: Method = {
  indicator: "ret.confirmation_ratio_p10",
  version: 2,
  validFromEpoch: 0,
  startsWithFacts: true,
  reason: "the chain's own confirmationPoCRatio instead of an estimate from weights",
  summary: "10th percentile (linear between ranks) over members with raw weight of the chain's confirmationPoCRatio, at most 1",
  estimate: false,
  needs: ["members", "model_groups", "participant_stats"],
  history: [],
  minSamples: 3,
  sql: `
SELECT host.epoch AS epoch, ${NETWORK} AS labels, quantileExactInclusive(0.1)(stats.ratio) AS value, ${NO_NUMBER} AS numerator,
  ${NO_NUMBER} AS denominator, countIf(stats.ratio IS NOT NULL) / count() AS coverage, countIf(stats.ratio IS NOT NULL) AS samples,
  if(countIf(stats.ratio IS NOT NULL) > 0, ${NO_NOTE}, 'no confirmation PoC of the epoch is over yet') AS note
FROM (
  SELECT model.epoch AS epoch, model.address AS address FROM agreed_nodes(${AT}) AS model WHERE model.${WANTED} AND poc_weight > 0 GROUP BY epoch, address
) AS host
LEFT JOIN (SELECT epoch, address, ${CHAIN_RATIO} AS ratio FROM agreed_participant_stats(${AT}) WHERE ${WANTED}) AS stats
  ON stats.epoch = host.epoch AND stats.address = host.address
GROUP BY host.epoch`,
};
