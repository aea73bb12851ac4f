import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NUMBER, SCALED_MODELS, WANTED } from "../sql/fragments.ts";

export const confirmationRatioP10: Method = {
  indicator: "ret.confirmation_ratio_p10",
  version: 1,
  // From 249 on an epoch has model groups whose raw weight is scaled; before, the computed ratio reaches 3.1: another unit.
  validFromEpoch: 249,
  reason: "first method: computed from weights, until the chain's own confirmationPoCRatio is collected",
  summary:
    "10th percentile (linear between ranks) over members with raw weight of min(confirmation weight ÷ scaled raw weight ÷ 0.909, 1)",
  estimate: true,
  needs: ["members", "model_groups", "params"],
  history: [],
  minSamples: 3,
  sql: `
WITH ${SCALED_MODELS},
hosts AS (
  SELECT epoch, address, sum(scaled) AS scaled, countIf(scaled_models.scaled IS NULL) AS models_without_scale, max(origin) AS origin
  FROM scaled_models WHERE raw > 0 GROUP BY epoch, address
)
SELECT hosts.epoch AS epoch, ${NETWORK} AS labels,
  quantileExactInclusiveIf(0.1)(least(toFloat64(member.confirmation_weight) / toFloat64(hosts.scaled) / 0.909, 1),
    hosts.models_without_scale = 0 AND hosts.scaled > 0) AS value,
  ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  countIf(hosts.models_without_scale = 0 AND hosts.scaled > 0) / count() AS coverage,
  countIf(hosts.models_without_scale = 0 AND hosts.scaled > 0) AS samples,
  concat('estimate: computed from weights, not the chain''s own ratio', if(max(hosts.origin) = '', '', concat('; ', max(hosts.origin)))) AS note
FROM hosts
INNER JOIN agreed_members(${AT}) AS member ON member.epoch = hosts.epoch AND member.address = hosts.address
WHERE hosts.${WANTED}
GROUP BY hosts.epoch`,
};
