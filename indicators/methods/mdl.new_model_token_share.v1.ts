import type { Method } from "../method.ts";
import { BOUNDS } from "../sql/demand.ts";
import { AT, NETWORK } from "../sql/fragments.ts";
import { readShare, readWords, SESSIONS_READ, servedSince } from "../sql/sessions.ts";

/**
 * A model is new when the first epoch that names a group of it began less than 60 days before this epoch's end; of a chain younger than that
 * every model is. Numerator: tokens of new models (finished inferences of the sessions that were read, by when they were confirmed);
 * denominator: of all whose age is known.
 */
export const newModelTokenShare: Method = {
  indicator: "mdl.new_model_token_share",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: tokens of session diffs",
  summary:
    "tokens served of models whose first epoch began less than 60 days before the epoch's end ÷ all tokens served; beside it each model's share",
  estimate: false,
  needs: ["escrows", "sessions", "times", "members"],
  // Who came when can only be told with the model groups of every epoch since the first.
  history: [{ kind: "all", needs: ["members"] }],
  minSamples: 1,
  sql: `
WITH ${BOUNDS}, ${servedSince(0)}, ${SESSIONS_READ},
first_seen AS (SELECT toString(model) AS model_id, min(epoch) AS epoch FROM agreed_epochs(${AT}) ARRAY JOIN models AS model GROUP BY model_id),
times AS (SELECT epoch, assumeNotNull(told.starts_at) AS starts_at FROM epoch_times(${AT}) AS told WHERE told.starts_at IS NOT NULL),
edges AS (
  SELECT bounds.epoch AS epoch, maxIf(times.epoch, times.starts_at <= bounds.until - INTERVAL 60 DAY) AS last_old,
    minIf(times.epoch, times.starts_at > bounds.until - INTERVAL 60 DAY) AS first_young
  FROM bounds CROSS JOIN times GROUP BY bounds.epoch
),
aged AS (
  SELECT served.epoch AS epoch, served.model_id AS model_id, served.tokens AS tokens,
    multiIf(first_seen.epoch IS NULL, NULL, first_seen.epoch <= ifNull(edges.last_old, 0), 0, first_seen.epoch >= edges.first_young, 1, NULL) AS young
  FROM served INNER JOIN edges ON edges.epoch = served.epoch LEFT JOIN first_seen ON first_seen.model_id = served.model_id
),
summed AS (
  SELECT epoch, ifNull(sumIf(tokens, young = 1), 0) AS new_tokens, ifNull(sumIf(tokens, young IS NOT NULL), 0) AS known, sum(tokens) AS all, count() AS models,
    groupArrayIf(model_id, young = 1) AS names
  FROM aged GROUP BY epoch
)
SELECT bounds.epoch AS epoch, ${NETWORK} AS labels, if(ifNull(summed.known, 0) > 0, summed.new_tokens / summed.known, NULL) AS value, summed.new_tokens AS numerator,
  summed.known AS denominator, ${readShare("seen")} * if(ifNull(summed.all, 0) > 0, summed.known / summed.all, 1) AS coverage,
  ifNull(summed.models, 0) AS samples, if(ifNull(summed.known, 0) > 0, concat('T2, tokens of session diffs: ', ${readWords("seen")}, '; new: ',
    if(empty(summed.names), 'none', arrayStringConcat(arraySort(summed.names), ', '))), 'no tokens of a model whose age is known') AS note
FROM bounds LEFT JOIN summed ON summed.epoch = bounds.epoch LEFT JOIN sessions_read AS seen ON seen.epoch = bounds.epoch
UNION ALL
SELECT aged.epoch, map('model_id', model_id), tokens / all, tokens, all, 1, 1, multiIf(young = 1, 'new', young = 0, 'not new', 'age not known')
FROM aged INNER JOIN summed ON summed.epoch = aged.epoch`,
};
