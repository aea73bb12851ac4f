import type { Method } from "../method.ts";
import { BOUNDS, PAYERS_ARE_GATEWAYS, payersIn, SETTLED, unknownPayers } from "../sql/demand.ts";
import { NETWORK, NO_NUMBER } from "../sql/fragments.ts";

/**
 * Who locked the money of an escrow whose settlement lies in the 30 days before the epoch's end (`window`: 1, 7 and 30 days). The escrow is the
 * one that the settlement names, its creator as the event that opened it says. Coverage: settlements of which the payer is known ÷ all.
 */
export const activePayers: Method = {
  indicator: "use.active_payers",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: payers as the chain shows them; users behind a gateway only from its own feed",
  summary: `distinct creators of escrows settled in the 30 days before the epoch's end; beside it 1 and 7 days; ${PAYERS_ARE_GATEWAYS}`,
  estimate: false,
  needs: ["escrows", "settlements", "times"],
  history: [{ kind: "days", days: 30, needs: ["escrows", "settlements", "times"] }],
  minSamples: 0,
  sql: `
WITH ${BOUNDS}, ${SETTLED}, ${payersIn([1, 7, 30].map((days) => ({ days, back: 0 })))}
SELECT counted.epoch AS epoch, label AS labels, ifNull(active.payers, 0) AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator,
  if(settlements > 0, 1 - unknown / settlements, 1) AS coverage, settlements AS samples,
  concat('${PAYERS_ARE_GATEWAYS}', ${unknownPayers("unknown")}) AS note
FROM counted
LEFT JOIN (SELECT epoch, days, count() AS payers FROM paying GROUP BY epoch, days) AS active ON active.epoch = counted.epoch AND active.days = counted.days
ARRAY JOIN arrayConcat([map('window', concat(toString(counted.days), 'd'))], if(counted.days = 30, [${NETWORK}], [])) AS label`,
};
