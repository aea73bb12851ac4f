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
  besideRead: { days: 29, needs: ["escrows", "sessions", "times", "members", "model_groups"] },
  minSamples: 3,
  sql: `
WITH ${boundsOf(SO_FAR)}, ${servedSince(BACK)}, ${SESSIONS_READ},
${SCALED_MODELS.replaceAll(WANTED, SO_FAR)},
shares AS (
  SELECT able.epoch AS epoch, able.model_id AS model_id, able.weight / sum(able.weight) OVER whole AS capacity,
    if(sum(ifNull(served.tokens, 0)) OVER whole > 0, ifNull(served.tokens, 0) / sum(ifNull(served.tokens, 0)) OVER whole, NULL) AS demand
  FROM (
    SELECT epoch, toString(model_id) AS model_id, if(countIf(scaled IS NULL) = 0, toFloat64(sum(scaled)), NULL) AS weight FROM scaled_models GROUP BY epoch, model_id
  ) AS able
  LEFT JOIN served ON served.epoch = able.epoch AND served.model_id = able.model_id
  WINDOW whole AS (PARTITION BY able.epoch)
),
base AS (
  SELECT now.epoch AS epoch, past.epoch AS base FROM bounds AS now CROSS JOIN bounds AS past
  WHERE past.starts_at <= now.starts_at - INTERVAL 28 DAY AND past.until > now.starts_at - INTERVAL 28 DAY AND past.over AND now.${WANTED}
),
changes AS (
  SELECT epoch, groupArray((demand, capacity)) AS pairs
  FROM (
    SELECT base.epoch AS epoch, moved.model_id AS model_id, sum(moved.demand) AS demand, sum(moved.capacity) AS capacity
    FROM base INNER JOIN (
      SELECT epoch AS at, model_id, demand, capacity, 1 AS side FROM shares
      UNION ALL
      SELECT epoch AS at, model_id, -demand, -capacity, -1 AS side FROM shares
    ) AS moved ON 1 = 1
    WHERE (moved.at = base.epoch AND moved.side = 1) OR (moved.at = base.base AND moved.side = -1)
    GROUP BY base.epoch, moved.model_id
    HAVING countIf(moved.demand IS NULL OR moved.capacity IS NULL) = 0
  ) GROUP BY epoch
  HAVING epoch IN (SELECT base.epoch FROM base INNER JOIN sessions_read ON sessions_read.epoch = base.base WHERE sessions_read.read > 0)
),
now AS (
  SELECT epoch, groupArrayIf((demand, capacity), demand IS NOT NULL AND capacity IS NOT NULL) AS pairs, count() AS models FROM shares WHERE ${WANTED} GROUP BY epoch
)
SELECT now.epoch AS epoch, row.1 AS labels, row.2 AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  ${readShare("seen")} AS coverage, row.3 AS samples, row.4 AS note
FROM now LEFT JOIN changes ON changes.epoch = now.epoch LEFT JOIN sessions_read AS seen ON seen.epoch = now.epoch
ARRAY JOIN [
  (${NETWORK}, ${spearman("arrayMap(p -> p.1, now.pairs)", "arrayMap(p -> p.2, now.pairs)")}, length(now.pairs),
    if(length(now.pairs) = 0, 'no tokens were served, or weights have no scale', concat('T2, tokens of session diffs: ', ${readWords("seen")}, '; n = ', toString(length(now.pairs)), ' models'))),
  (map('measure', 'change_4_weeks'), ${spearman("arrayMap(p -> p.1, changes.pairs)", "arrayMap(p -> p.2, changes.pairs)")}, length(changes.pairs),
    if(length(changes.pairs) = 0, 'the epoch of 4 weeks before has no sessions read', concat('n = ', toString(length(changes.pairs)), ' models')))] AS row`,
};
