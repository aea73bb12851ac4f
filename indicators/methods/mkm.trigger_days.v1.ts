import type { Method } from "../method.ts";
import { NETWORK, NO_NUMBER, WANTED } from "../sql/fragments.ts";
import { utilizationSince } from "../sql/serving.ts";

/** T10P1: "GPUs are loaded with useful work at 40%+". */
const TRIGGER = 0.4;
/** Of what reality has to be seen for an epoch to count. The roadmap names no floor: this is ours. */
const FLOOR = 0.8;

/** Epochs that are looked at before the wanted ones, about four months: a longer row is said to be at least as long. */
const BACK = 120;

/**
 * Days of the epochs in a row, up to this one, whose `scl.utilization` (v1) is at least 40 % with a coverage of at least 0.8. An epoch below
 * 40 % ends the row: then it is 0. Below the floor it can't be told: there is no number. What the row began after is in the note.
 */
export const triggerDays: Method = {
  indicator: "mkm.trigger_days",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: by whole epochs; the floor of coverage is this product's, the roadmap names none",
  summary: "days of the consecutive epochs up to this one with utilization of at least 40 % and coverage of at least 0.8",
  estimate: true,
  needs: ["escrows", "sessions", "times", "members", "model_groups", "hardware"],
  history: [],
  alsoReads: [{ days: 115, needs: ["escrows", "sessions", "times", "model_groups", "hardware"] }],
  minSamples: 1,
  sql: `
WITH ${utilizationSince(BACK)},
judged AS (
  SELECT epoch, days, value, coverage, nodes, value IS NOT NULL AND coverage >= ${FLOOR} AS told, told AND ifNull(value, 0) >= ${TRIGGER} AS busy,
    toInt64(epoch) - toInt64(row_number() OVER (ORDER BY epoch)) AS island
  FROM utilization
),
broken AS (
  SELECT *, countIf(NOT busy) OVER (ORDER BY epoch ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS breaks FROM judged
),
lasting AS (
  SELECT *, sumIf(days, busy) OVER line AS lasted, countIf(NOT busy AND told) OVER line > 0 AS ended FROM broken
  WINDOW line AS (PARTITION BY island, breaks ORDER BY epoch ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT epoch, ${NETWORK} AS labels, multiIf(NOT told, NULL, busy, lasted, 0) AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  coverage, nodes AS samples,
  multiIf(NOT told, concat('utilization was seen of ', toString(round(coverage, 2)), ' of reality, or has no value: at least ${FLOOR} is needed'),
    NOT busy, concat('estimate: utilization ', toString(round(ifNull(lasting.value, 0), 6)), ', below ${TRIGGER}'),
    ended, 'estimate: since an epoch below ${TRIGGER}', 'estimate: at least, the epoch before is not known well enough') AS note
FROM lasting WHERE ${WANTED}`,
};
