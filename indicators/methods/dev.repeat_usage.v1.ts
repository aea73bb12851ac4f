import type { Method } from "../method.ts";
import { BOUNDS, PAYERS_ARE_GATEWAYS, payersIn, SETTLED } from "../sql/demand.ts";
import { NETWORK } from "../sql/fragments.ts";

/**
 * Weeks are the four spells of 7 days before the epoch's end. Denominator: creators with an escrow settled in any of them; numerator: in at
 * least two.
 */
export const repeatUsage: Method = {
  indicator: "dev.repeat_usage",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: payers as the chain shows them; applications are not seen on chain",
  summary: `creators with an escrow settled in at least 2 of the last 4 weeks ÷ those with one in any; ${PAYERS_ARE_GATEWAYS}`,
  estimate: false,
  needs: ["escrows", "settlements", "times"],
  history: [{ kind: "days", days: 28, needs: ["escrows", "settlements", "times"] }],
  minSamples: 1,
  sql: `
WITH ${BOUNDS}, ${SETTLED}, ${payersIn([0, 7, 14, 21].map((back) => ({ days: 7, back })))}
SELECT bounds.epoch AS epoch, ${NETWORK} AS labels, if(ifNull(active.payers, 0) > 0, active.again / active.payers, NULL) AS value,
  toFloat64(ifNull(active.again, 0)) AS numerator, toFloat64(ifNull(active.payers, 0)) AS denominator,
  if(seen.settlements > 0, 1 - seen.unknown / seen.settlements, 1) AS coverage, ifNull(active.payers, 0) AS samples,
  if(ifNull(active.payers, 0) > 0, '${PAYERS_ARE_GATEWAYS}', 'nobody had an escrow settled in the 4 weeks') AS note
FROM bounds
LEFT JOIN (SELECT epoch, sum(settlements) AS settlements, sum(unknown) AS unknown FROM counted GROUP BY epoch) AS seen ON seen.epoch = bounds.epoch
LEFT JOIN (
  SELECT epoch, count() AS payers, countIf(weeks >= 2) AS again
  FROM (SELECT epoch, payer, uniqExact(back) AS weeks FROM paying GROUP BY epoch, payer) GROUP BY epoch
) AS active ON active.epoch = bounds.epoch`,
};
