import { NGONKA_PER_GNK } from "../../chain/units.ts";
import type { Method } from "../method.ts";
import { BOUNDS, PAYERS_ARE_GATEWAYS, SETTLED, SETTLED_IN_EPOCH, unknownPayers } from "../sql/demand.ts";
import { NETWORK, NO_NUMBER } from "../sql/fragments.ts";

/** What was locked and not given back: the payout of a payer's settled escrows. The network-wide row is the mean over payers. */
export const spendPerPayer: Method = {
  indicator: "aux.spend_per_payer",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary: `GNK that the settlements of the epoch paid out, a payer: the mean, and each payer's; ${PAYERS_ARE_GATEWAYS}`,
  estimate: false,
  needs: ["escrows", "settlements", "times"],
  history: [],
  minSamples: 1,
  sql: `
WITH ${BOUNDS}, ${SETTLED}, ${SETTLED_IN_EPOCH},
spent AS (SELECT epoch, payer, count() AS settlements, ifNull(sum(payout), 0) AS ngonka FROM in_epoch GROUP BY epoch, payer)
SELECT bounds.epoch AS epoch, ${NETWORK} AS labels, if(payers > 0, gnk / payers, NULL) AS value, gnk AS numerator, toFloat64(payers) AS denominator,
  if(settlements > 0, 1 - unknown / settlements, 1) AS coverage, ifNull(payers, 0) AS samples,
  if(ifNull(payers, 0) > 0, concat('${PAYERS_ARE_GATEWAYS}', ${unknownPayers("unknown")}), 'nothing was settled') AS note
FROM bounds LEFT JOIN (
  SELECT epoch, countIf(payer != '') AS payers, ifNull(sumIf(spent.ngonka, payer != ''), 0) / ${NGONKA_PER_GNK} AS gnk, sum(spent.settlements) AS settlements,
    ifNull(sumIf(spent.settlements, payer = ''), 0) AS unknown
  FROM spent GROUP BY epoch
) AS total ON total.epoch = bounds.epoch
UNION ALL
SELECT epoch, map('payer', payer), ngonka / ${NGONKA_PER_GNK}, ${NO_NUMBER}, ${NO_NUMBER}, 1, settlements, '' FROM spent WHERE payer != ''`,
};
