import type { Method } from "../method.ts";
import { BOUNDS, KNOWN_ESCROWS, SETTLED } from "../sql/demand.ts";
import { NETWORK, RECORDED } from "../sql/fragments.ts";

/**
 * Due are the escrows of the epoch before: by this epoch's end they are settled, or lost to an even split over their slots. By number (the
 * network-wide row), by the value they locked (`value`), and completed ÷ required validations of those sessions as the host that saw most
 * of each told last (`validations`): the chain's own counts of validations are constantly 0.
 */
export const validationSettlement: Method = {
  indicator: "rel.validation_settlement",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "escrows of the epoch before that were settled by the epoch's end ÷ all of them; beside it by locked value, and completed ÷ required validations as hosts tell",
  estimate: false,
  needs: ["escrows", "settlements", "times"],
  history: [{ kind: "epochs", back: 1, needs: ["escrows", "settlements", "times"] }],
  // What hosts tell of validations, and that an escrow expired, comes after the epoch's end.
  alsoReads: [{ from: -1, to: -1, needs: ["sessions"] }],
  minSamples: 1,
  sql: `
WITH ${BOUNDS}, ${SETTLED},
due AS (
  SELECT bounds.epoch AS epoch, known.escrow_id AS escrow_id, toFloat64(known.amount) AS amount, ifNull(paid.time < bounds.until, 0) AS in_time,
    checked.required AS required, checked.completed AS completed, gone.escrow_id IS NOT NULL AS expired
  FROM bounds INNER JOIN ${KNOWN_ESCROWS} AS known ON known.opened_in + 1 = bounds.epoch
  LEFT JOIN (SELECT escrow_id, time FROM settled) AS paid ON paid.escrow_id = known.escrow_id
  LEFT JOIN (SELECT DISTINCT escrow_id FROM escrow_expiries FINAL WHERE ${RECORDED}) AS gone ON gone.escrow_id = known.escrow_id
  LEFT JOIN (
    SELECT escrow_id, argMax(toFloat64(required_validations), (nonce, observed_at)) AS required,
      argMax(toFloat64(completed_validations), (nonce, observed_at)) AS completed
    FROM session_details FINAL WHERE ${RECORDED} GROUP BY escrow_id
  ) AS checked ON checked.escrow_id = known.escrow_id
),
summed AS (
  SELECT bounds.epoch AS epoch, countIf(due.escrow_id IS NOT NULL) AS escrows, toFloat64(countIf(due.in_time = 1)) AS in_time,
    ifNull(sum(due.amount), 0) AS locked, ifNull(sumIf(due.amount, due.in_time = 1), 0) AS kept, countIf(due.required IS NOT NULL) AS told,
    ifNull(sum(due.required), 0) AS required, ifNull(sum(due.completed), 0) AS completed, countIf(due.expired AND due.in_time = 0) AS expired
  FROM bounds LEFT JOIN due ON due.epoch = bounds.epoch GROUP BY bounds.epoch
)
SELECT epoch, row.1 AS labels, if(row.3 > 0, row.2 / row.3, NULL) AS value, row.2 AS numerator, row.3 AS denominator, row.4 AS coverage, row.5 AS samples, row.6 AS note
FROM summed ARRAY JOIN [
  (${NETWORK}, in_time, toFloat64(escrows), toNullable(1.), escrows,
    multiIf(escrows = 0, 'no escrow of the epoch before was due', expired > 0, concat(toString(expired), ' expired without a settlement'), '')),
  (map('measure', 'value'), kept, locked, toNullable(1.), escrows, 'by ngonka locked'),
  (map('measure', 'validations'), completed, required, if(escrows > 0, told / escrows, NULL), told,
    if(required > 0, 'as hosts told of the sessions that they listed', 'no host told of validations'))] AS row`,
};
