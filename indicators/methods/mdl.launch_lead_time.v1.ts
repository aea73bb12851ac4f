import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NUMBER, WANTED } from "../sql/fragments.ts";
import { LAUNCHES } from "../sql/launches.ts";

/**
 * Days from the end of the vote that registered a model to the start of the first epoch in which at least 3 hosts have weight in its group:
 * of the newest launch by then; one row a model beside it. A launch of which an epoch in between isn't known is no launch here.
 */
export const launchLeadTime: Method = {
  indicator: "mdl.launch_lead_time",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "days from the end of the vote that registered a model to the start of its first epoch with weight of at least 3 hosts; the newest launch so far, one row a model beside it",
  estimate: false,
  needs: ["members", "model_groups", "proposals"],
  history: [],
  alsoReads: [{ days: 400, needs: ["members", "model_groups", "times"] }],
  minSamples: 1,
  sql: `
WITH ${LAUNCHES}
SELECT now.epoch AS epoch, row.1 AS labels, row.2 AS value, ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, NULL AS coverage,
  row.3 AS samples, row.4 AS note
FROM (SELECT epoch FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS now
LEFT JOIN (
  SELECT epoch, arraySort(l -> (-toInt64(l.1), l.2), groupArray((assumeNotNull(first_active), model_id,
    (toUnixTimestamp64Milli(assumeNotNull(active_at)) - toUnixTimestamp64Milli(passed_at)) / 86400000))) AS done
  FROM (SELECT epoch FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS bucket CROSS JOIN launches
  WHERE first_active IS NOT NULL AND first_active <= epoch GROUP BY epoch
) AS launched ON launched.epoch = now.epoch
ARRAY JOIN arrayConcat(
  [(${NETWORK}, if(empty(done), NULL, done[1].3), length(done), if(empty(done), 'no launch of a model by vote is known whole', concat('the newest launch: ', done[1].2)))],
  arrayMap(l -> (map('model_id', l.2), CAST(l.3 AS Nullable(Float64)), toUInt64(1), concat('active from epoch ', toString(l.1))), done)) AS row`,
};
