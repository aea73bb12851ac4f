import type { Method } from "../method.ts";
import { NETWORK, NO_NUMBER, RECORDED, SPANS } from "../sql/fragments.ts";

/**
 * Distinct addresses that signed on the sandbox chain, or were among its hosts, in the 7 days before the epoch's end; while it runs, before
 * the newest probe. An account that is a host too counts once. One row a kind beside it. Coverage: the share of the 7 days that lies after
 * the first observation of the sandbox.
 */
export const sandboxActiveUsers: Method = {
  indicator: "sbx.active_users",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "distinct accounts and hosts active on the sandbox chain in the 7 days before the epoch's end; one row a kind beside it",
  estimate: false,
  needs: ["members", "times", "sandbox"],
  history: [],
  minSamples: 0,
  sql: `
WITH bounds AS (
  SELECT span.epoch AS epoch, if(span.over, span.ends_at, greatest(span.starts_at, ifNull(toDateTime64(probed.newest, 9, 'UTC'), span.starts_at))) AS until,
    least(1, greatest(0, (toUnixTimestamp64Milli(until) - toUnixTimestamp64Milli(least(ifNull(toDateTime64(acted.oldest, 9, 'UTC'), until), ifNull(toDateTime64(probed.oldest, 9, 'UTC'), until)))) / (7 * 86400000))) AS coverage
  FROM ${SPANS} AS span
  CROSS JOIN (SELECT max(observed_at) AS newest, min(observed_at) AS oldest FROM sandbox_probes WHERE ${RECORDED}) AS probed
  CROSS JOIN (SELECT min(time) AS oldest FROM sandbox_activity WHERE ${RECORDED}) AS acted
)
SELECT now.epoch AS epoch, row.1 AS labels, row.2 AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, now.coverage AS coverage,
  ifNull(acts, 0) AS samples, if(now.coverage < 1, 'the sandbox has not been watched for 7 days', '') AS note
FROM bounds AS now
LEFT JOIN (
  SELECT bounds.epoch AS epoch, count() AS acts, uniqExact(activity.address) AS everyone, uniqExactIf(activity.address, activity.kind = 'account') AS accounts,
    uniqExactIf(activity.address, activity.kind = 'host') AS hosts
  FROM (SELECT time, kind, address FROM sandbox_activity FINAL WHERE ${RECORDED}) AS activity INNER JOIN bounds ON 1 = 1
  WHERE activity.time < bounds.until AND activity.time >= bounds.until - INTERVAL 7 DAY
  GROUP BY bounds.epoch
) AS counted ON counted.epoch = now.epoch
ARRAY JOIN [(${NETWORK}, ifNull(everyone, 0)), (map('kind', 'account'), ifNull(accounts, 0)), (map('kind', 'host'), ifNull(hosts, 0))] AS row`,
};
