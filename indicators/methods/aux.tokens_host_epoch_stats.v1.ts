import type { Method } from "../method.ts";
import { BUCKET_DAYS, BUCKETS } from "../sql/buckets.ts";
import { AT, NETWORK, RECORDED, WANTED } from "../sql/fragments.ts";

/**
 * T1'. Σ of the costs that the chain keeps of each host over the settled escrows of an epoch ÷ the escrows' token price ÷ days of the epoch.
 * By the escrow's epoch, where T1 goes by the settlement's block. Several prices within an epoch give no number: the chain's sum can't be
 * taken apart. Coverage: hosts with slots in the epoch's settled escrows, those of which the chain told.
 */
export const tokensHostEpochStats: Method = {
  indicator: "aux.tokens_host_epoch_stats",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "Σ cost in devshard_host_epoch_stats over hosts ÷ token_price ÷ days; coverage: hosts that told ÷ hosts with slots in the epoch's settled escrows",
  estimate: false,
  needs: ["members", "times", "escrows", "settlements", "host_epoch_stats"],
  history: [],
  minSamples: 0,
  sql: `
WITH ${BUCKETS},
settled AS (
  SELECT escrow_id, epoch, nullIf(toFloat64(token_price), 0) AS price, slots FROM escrows FINAL
  WHERE ${RECORDED} AND ${WANTED} AND escrow_id IN (SELECT escrow_id FROM settlements FINAL WHERE ${RECORDED})
),
worked AS (SELECT DISTINCT epoch, toString(arrayJoin(slots)) AS address FROM settled),
stats AS (
  SELECT epoch, toString(host_epoch_stats.address) AS address, argMax((host_epoch_stats.found, toFloat64(host_epoch_stats.cost)), (host_epoch_stats.final, host_epoch_stats.recorded_at)) AS newest
  FROM host_epoch_stats FINAL WHERE ${RECORDED} AND ${WANTED} GROUP BY epoch, address
)
SELECT buckets.bucket AS epoch, ${NETWORK} AS labels, cost / price / days AS value, cost / price AS numerator, toNullable(days) AS denominator,
  if(ifNull(asked.hosts, 0) = 0, if(closed.escrows = 0, 1, NULL), asked.told / asked.hosts) AS coverage, ifNull(sums.hosts, 0) AS samples,
  multiIf(
    closed.escrows > 0 AND ifNull(prices.escrows, 0) = 0, 'the price of none of the settled escrows is known',
    ifNull(prices.prices, 1) > 1, concat('escrows of ', toString(assumeNotNull(prices.prices)), ' prices: the chain''s sums can''t be taken apart'),
    ifNull(sums.hosts, 0) = 0 AND closed.escrows > 0, 'the chain told of no host',
    concat('T1'', sums of the chain: ', toString(ifNull(asked.told, 0)), ' of ', toString(ifNull(asked.hosts, 0)), ' hosts told')) AS note,
  if(closed.escrows = 0, 0, sums.cost) AS cost, if(closed.escrows = 0, 1, if(prices.prices = 1, prices.price, NULL)) AS price,
  ${BUCKET_DAYS} AS days
FROM buckets
INNER JOIN (
  SELECT of.epoch AS epoch, countIf(opening.escrow_id IS NOT NULL) AS escrows FROM (SELECT epoch FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS of
  LEFT JOIN (
    SELECT escrow_id, epoch FROM escrow_openings FINAL WHERE ${RECORDED} AND escrow_id IN (SELECT escrow_id FROM settlements FINAL WHERE ${RECORDED})
  ) AS opening ON opening.epoch = of.epoch
  GROUP BY of.epoch
) AS closed ON closed.epoch = buckets.bucket
LEFT JOIN (SELECT epoch, count() AS escrows, uniqExact(settled.price) AS prices, any(settled.price) AS price FROM settled GROUP BY epoch) AS prices ON prices.epoch = buckets.bucket
LEFT JOIN (SELECT epoch, sumIf(newest.2, newest.1) AS cost, countIf(newest.1) AS hosts FROM stats GROUP BY epoch) AS sums ON sums.epoch = buckets.bucket
LEFT JOIN (
  SELECT worked.epoch AS epoch, count() AS hosts, countIf(ifNull(stats.newest.1, 0)) AS told
  FROM worked LEFT JOIN stats ON stats.epoch = worked.epoch AND stats.address = worked.address GROUP BY worked.epoch
) AS asked ON asked.epoch = buckets.bucket`,
};
