import type { Method } from "../method.ts";
import { BUCKETS } from "../sql/buckets.ts";
import { AT, WANTED } from "../sql/fragments.ts";
import { tokensADay } from "../sql/tokens.ts";

/**
 * T0, the history: what the chain's statistics say of the classic inferences requested in an epoch, ÷ its days. Only of epochs before v0.2.14
 * that a source could tell of. Not part of the headline, and never added to it: devshard sessions of those epochs are not in it.
 */
export const tokensClassic: Method = {
  indicator: "aux.tokens_classic",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "tokens of classic on-chain inferences by the chain's own statistics ÷ days, of epochs before v0.2.14; coverage: the share of them whose model is told",
  estimate: false,
  needs: ["times", "classic_stats"],
  history: [],
  minSamples: 0,
  sql: `
WITH ${BUCKETS},
by_model AS (
  SELECT epoch, toString(model_id) AS model_id, toFloat64(ai_tokens) AS ai_tokens, inferences FROM agreed_classic_model_stats(${AT}) WHERE ${WANTED}
),
totals AS (
  SELECT total.epoch AS epoch, toFloat64(total.ai_tokens) AS ai_tokens, total.inferences AS inferences, ifNull(named.ai_tokens, 0) AS named
  FROM agreed_classic_stats(${AT}) AS total
  LEFT JOIN (SELECT epoch, sum(by_model.ai_tokens) AS ai_tokens FROM by_model GROUP BY epoch) AS named ON named.epoch = total.epoch
  WHERE total.${WANTED}
),
t0 AS (
  SELECT epoch AS bucket, '' AS model_id, '' AS kind, ai_tokens AS tokens, if(ai_tokens = named, 1, least(ai_tokens, named) / greatest(ai_tokens, named)) AS coverage,
    toUInt64(inferences) AS samples,
    concat('T0, classic inferences by the chain''s statistics; sessions off the chain are not in it',
      if(ai_tokens = named, '', concat('; ', toString(named), ' of the tokens are told by model'))) AS note
  FROM totals
  UNION ALL
  SELECT by_model.epoch, by_model.model_id, '', by_model.ai_tokens, 1, toUInt64(by_model.inferences), 'T0, classic inferences by the chain''s statistics' FROM by_model
)
${tokensADay("epoch", "t0")}`,
};
