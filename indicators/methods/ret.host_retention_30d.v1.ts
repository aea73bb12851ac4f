import type { Method } from "../method.ts";
import { ACTIVE, BASE_30D, NETWORK, NO_NOTE } from "../sql/fragments.ts";

export const hostRetention30d: Method = {
  indicator: "ret.host_retention_30d",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary: "of the hosts active 30 days before the epoch began, the share that was active in at least one of the last 3 epochs",
  estimate: false,
  needs: ["members", "exclusions", "times"],
  history: [{ kind: "days", days: 30, needs: ["members", "exclusions", "times"] }],
  minSamples: 1,
  sql: `
WITH ${ACTIVE}, ${BASE_30D},
recent AS (
  SELECT DISTINCT base.epoch AS epoch, active.address AS address
  FROM base CROSS JOIN active WHERE active.epoch <= base.epoch AND active.epoch + 3 > base.epoch
)
SELECT base.epoch AS epoch, ${NETWORK} AS labels, countIf(recent.address IS NOT NULL) / count() AS value,
  countIf(recent.address IS NOT NULL) AS numerator, count() AS denominator, 1 AS coverage, count() AS samples, ${NO_NOTE} AS note
FROM base
INNER JOIN active ON active.epoch = base.base
LEFT JOIN recent ON recent.epoch = base.epoch AND recent.address = active.address
GROUP BY base.epoch`,
};
