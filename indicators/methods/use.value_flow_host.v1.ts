import { NGONKA_PER_GNK } from "../../chain/units.ts";
import type { Method } from "../method.ts";
import { BOUNDS, SETTLED, SETTLED_IN_EPOCH } from "../sql/demand.ts";
import { AT, NETWORK, WANTED } from "../sql/fragments.ts";

/**
 * Numerator: GNK paid out by the settlements whose block lies in the epoch, costs and fees; denominator: the epoch's days. Earned coins are the
 * same money told again (and lack what is settled after the epoch change), so they are not added. Beside it the share in all income of hosts.
 */
export const valueFlowHost: Method = {
  indicator: "use.value_flow_host",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "GNK that settlements of the epoch paid out to hosts ÷ the epoch's days; beside it ÷ the same and the epoch's rewarded coins",
  estimate: false,
  needs: ["settlements", "times", "results"],
  history: [],
  // Whose escrow was settled was told when it was opened.
  alsoReads: [{ from: -2, to: 0, needs: ["escrows"] }],
  minSamples: 0,
  sql: `
WITH ${BOUNDS}, ${SETTLED}, ${SETTLED_IN_EPOCH},
flow AS (
  SELECT epoch, count() AS settlements, countIf(payout IS NOT NULL) AS told, ifNull(sum(payout), 0) / ${NGONKA_PER_GNK} AS paid FROM in_epoch GROUP BY epoch
),
summed AS (
  SELECT bounds.epoch AS epoch, bounds.days AS days, ifNull(flow.settlements, 0) AS settlements, ifNull(flow.told, 0) AS told, ifNull(flow.paid, 0) AS gnk,
    income.rewarded AS rewarded
  FROM bounds LEFT JOIN flow ON flow.epoch = bounds.epoch
  LEFT JOIN (
    SELECT epoch, toFloat64(sum(toUInt128(rewarded_coins))) / ${NGONKA_PER_GNK} AS rewarded FROM agreed_results(${AT}) WHERE ${WANTED} GROUP BY epoch
  ) AS income ON income.epoch = bounds.epoch
)
SELECT epoch, row.1 AS labels, row.2 AS value, row.3 AS numerator, row.4 AS denominator, if(settlements > 0, told / settlements, 1) AS coverage,
  settlements AS samples, row.5 AS note
FROM summed ARRAY JOIN [
  (${NETWORK}, if(days > 0 AND (settlements = 0 OR told > 0), gnk / days, NULL), toNullable(gnk), toNullable(days),
    if(settlements > told, concat('of ', toString(settlements - told), ' settlements the payout is not known'), '')),
  (map('measure', 'share_of_host_income'), if(gnk + rewarded > 0, gnk / (gnk + rewarded), NULL), toNullable(gnk), gnk + rewarded,
    'of what settlements paid out and the epoch rewarded')] AS row`,
};
