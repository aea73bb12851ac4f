import type { Method } from "../method.ts";
import { BOUNDS } from "../sql/demand.ts";
import { NETWORK, NO_NUMBER } from "../sql/fragments.ts";
import { ATTEMPTS, readShare, readWords, SESSIONS_READ } from "../sql/sessions.ts";

const OUTCOMES = ["confirmed", "finished", "refused", "timed_out", "unfinished", "challenged", "invalidated"] as const;

const ROWS = OUTCOMES.map((name) => `(map('outcome', '${name}'), n_${name})`).join(", ");

/**
 * Attempts in the sessions of the epoch's escrows, by what became of them; the network-wide row is all that were started. No row is a success
 * rate, and none of them divided by another is one: a gateway starts the same request with several hosts.
 */
export const sessionOutcomes: Method = {
  indicator: "aux.session_outcomes",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "attempts started in the sessions of the epoch's escrows; beside it how many were confirmed, finished, refused, timed out, left open, challenged and invalidated. Attempts are no user requests: gateways race hosts",
  estimate: false,
  needs: ["escrows", "sessions", "times"],
  history: [],
  minSamples: 0,
  sql: `
WITH ${BOUNDS}, ${ATTEMPTS}, ${SESSIONS_READ},
counted AS (
  SELECT epoch, model_id, count() AS started, ${OUTCOMES.map((name) => `countIf(${name} = 1) AS n_${name}`).join(", ")}, countIf(invalidated IS NULL) AS undecided
  FROM (SELECT epoch, arrayJoin(['', model_id]) AS model_id, ${OUTCOMES.join(", ")} FROM attempts) GROUP BY epoch, model_id
),
rows AS (
  SELECT bounds.epoch AS epoch, row.1 AS kind, ifNull(counted.model_id, '') AS model_id, ifNull(row.2, 0) AS value, ifNull(counted.started, 0) AS samples,
    ifNull(counted.undecided, 0) AS undecided, ${readShare("sessions_read")} AS share, ${readWords("sessions_read")} AS words
  FROM bounds LEFT JOIN counted ON counted.epoch = bounds.epoch LEFT JOIN sessions_read ON sessions_read.epoch = bounds.epoch
  ARRAY JOIN [(CAST(map(), 'Map(String, String)'), started), (map('outcome', 'started'), started), ${ROWS}] AS row
)
SELECT epoch, if(model_id = '', kind, mapUpdate(kind, map('model_id', model_id))) AS labels, toFloat64(value) AS value, ${NO_NUMBER} AS numerator,
  ${NO_NUMBER} AS denominator, share AS coverage, samples,
  multiIf(kind['outcome'] = 'invalidated' AND undecided > 0, concat('of ', toString(undecided), ' more the number of slots is not known'),
    kind = ${NETWORK}, concat('attempts, not user requests; ', words), '') AS note
FROM rows WHERE model_id = '' OR kind != ${NETWORK}`,
};
