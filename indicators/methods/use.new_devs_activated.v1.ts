import type { Method } from "../method.ts";
import { BOUNDS, PAYERS_ARE_GATEWAYS, payersIn, SETTLED, unknownPayers } from "../sql/demand.ts";
import { NETWORK, NO_NUMBER } from "../sql/fragments.ts";

/**
 * Creators of escrows whose first settlement of all that are stored lies in the 7 days before the epoch's end. A payer who was away since
 * before the stored settlements begin would count as new: 30 days of them are the least, the note says when they begin.
 */
export const newDevsActivated: Method = {
  indicator: "use.new_devs_activated",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: payers as the chain shows them",
  summary: `creators of escrows whose first settled escrow lies in the 7 days before the epoch's end; ${PAYERS_ARE_GATEWAYS}`,
  estimate: false,
  needs: ["escrows", "settlements", "times"],
  history: [{ kind: "days", days: 30, needs: ["escrows", "settlements", "times"] }],
  minSamples: 0,
  sql: `
WITH ${BOUNDS}, ${SETTLED}, ${payersIn([{ days: 7, back: 0 }])},
arrived AS (
  SELECT bounds.epoch AS epoch, count() AS payers
  FROM bounds CROSS JOIN (SELECT payer, min(time) AS first FROM settled WHERE payer != '' GROUP BY payer) AS known
  WHERE known.first < bounds.until AND known.first >= bounds.until - INTERVAL 7 DAY
  GROUP BY bounds.epoch
)
SELECT counted.epoch AS epoch, ${NETWORK} AS labels, ifNull(arrived.payers, 0) AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  if(settlements > 0, 1 - unknown / settlements, 1) AS coverage, settlements AS samples,
  concat('first among the settlements known, ', ifNull(concat('which begin on ', toString(toDate((SELECT min(time) FROM settled)))), 'of which there are none'),
    '; ${PAYERS_ARE_GATEWAYS}', ${unknownPayers("unknown")}) AS note
FROM counted LEFT JOIN arrived ON arrived.epoch = counted.epoch`,
};
