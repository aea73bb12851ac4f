import type { Method } from "../method.ts";
import { boundsOf } from "../sql/demand.ts";
import { NETWORK, NO_NUMBER, SCALED_MODELS, WANTED } from "../sql/fragments.ts";
import { spearman } from "../sql/serving.ts";
import { epochsSince, readShare, readWords, SESSIONS_READ, servedSince } from "../sql/sessions.ts";

/** Epochs of which the one of four weeks ago is one, where epochs last 22 hours or longer. */
const BACK = 40;
const SO_FAR = epochsSince(BACK);

/**
 * Spearman's ρ (mean ranks for ties) over the epoch's model groups between a model's share of tokens (finished inferences of the sessions that
 * were read, by when they were confirmed) and its share of H100-equivalents: of the scaled PoC weight of its ML nodes, out of which an H100's
 * weight cancels. Beside it ρ of the changes of both shares since the epoch that was effective 28 days before this one began.
 */
export const capacityFollowsDemand: Method = {
  indicator: "mkm.capacity_follows_demand",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: tokens of session diffs, capacity by scaled PoC weight",
  summary:
    "Spearman ρ over models between their share of tokens and their share of H100-equivalents; beside it ρ of the changes of both in 4 weeks",
  estimate: false,
  needs: ["escrows", "sessions", "times", "members", "model_groups", "params"],
  history: [],
  alsoReads: [{ days: 29, needs: ["escrows", "sessions", "times", "members", "model_groups"] }],
  minSamples: 3,
  sql: `
WITH ${boundsOf(SO_FAR)}, ${servedSince(BACK)}, ${SESSIONS_READ},
${SCALED_MODELS.replaceAll(WANTED, SO_FAR)},
(SELECT groupArray((epoch, model_id, demand, capacity)) FROM (
  SELECT able.epoch AS epoch, able.model_id AS model_id, able.weight / sum(able.weight) OVER whole AS capacity,
    if(sum(ifNull(served.tokens, 0)) OVER whole > 0, ifNull(served.tokens, 0) / sum(ifNull(served.tokens, 0)) OVER whole, NULL) AS demand
  FROM (
    SELECT epoch, toString(model_id) AS model_id, if(countIf(scaled IS NULL) = 0, toFloat64(sum(scaled)), NULL) AS weight FROM scaled_models GROUP BY epoch, model_id
  ) AS able
  LEFT JOIN served ON served.epoch = able.epoch AND served.model_id = able.model_id
  WINDOW whole AS (PARTITION BY able.epoch)
)) AS share_list,
(SELECT groupArray((epoch, share, words)) FROM (SELECT epoch, ${readShare("sessions_read")} AS share, ${readWords("sessions_read")} AS words FROM sessions_read)) AS read_list,
bases AS (
  SELECT now.epoch AS epoch, arrayFirst(b -> b.2 <= now.starts_at - INTERVAL 28 DAY AND b.4 > now.starts_at - INTERVAL 28 DAY, arrayFilter(b -> b.3, bound_list)) AS base
  FROM bounds AS now WHERE now.${WANTED}
),
paired AS (
  SELECT epoch, arrayFilter(s -> s.1 = epoch AND s.3 IS NOT NULL AND s.4 IS NOT NULL, share_list) AS today,
    arrayFilter(s -> s.1 = base.1 AND s.3 IS NOT NULL AND s.4 IS NOT NULL, share_list) AS then,
    if(empty(today) OR empty(then) OR NOT arrayExists(r -> r.1 = base.1 AND r.2 > 0, read_list), [],
      arrayMap(id -> (arraySum(s -> if(s.2 = id, assumeNotNull(s.3), 0), today) - arraySum(s -> if(s.2 = id, assumeNotNull(s.3), 0), then),
        arraySum(s -> if(s.2 = id, assumeNotNull(s.4), 0), today) - arraySum(s -> if(s.2 = id, assumeNotNull(s.4), 0), then)),
        arrayDistinct(arrayMap(s -> s.2, arrayConcat(today, then))))) AS changes,
    arrayFirst(r -> r.1 = epoch, read_list) AS seen
  FROM bases
)
SELECT epoch, row.1 AS labels, row.2 AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, if(seen.1 = epoch, seen.2, 1) AS coverage,
  row.3 AS samples, row.4 AS note
FROM paired ARRAY JOIN [
  (${NETWORK}, ${spearman("arrayMap(s -> (assumeNotNull(s.3), assumeNotNull(s.4)), today)")}, length(today),
    if(empty(today), 'no tokens were served, or weights have no scale',
      concat('T2, tokens of session diffs: ', if(seen.1 = epoch, seen.3, 'no session was opened'), '; n = ', toString(length(today)), ' models'))),
  (map('measure', 'change_4_weeks'), ${spearman("changes")}, length(changes),
    if(empty(changes), 'of the epoch of 4 weeks before no sessions were read', concat('n = ', toString(length(changes)), ' models')))] AS row`,
};
