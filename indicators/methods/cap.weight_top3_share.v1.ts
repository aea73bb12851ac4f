import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, WANTED } from "../sql/fragments.ts";

export const weightTop3Share: Method = {
  indicator: "cap.weight_top3_share",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary: "the three largest root weights ÷ the weight of all members, excluded ones too",
  estimate: false,
  needs: ["members"],
  history: [],
  minSamples: 1,
  sql: `
SELECT epoch, ${NETWORK} AS labels, if(total > 0, toFloat64(top3) / toFloat64(total), NULL) AS value, toFloat64(top3) AS numerator,
  toFloat64(total) AS denominator, 1 AS coverage, members AS samples, if(total > 0, ${NO_NOTE}, 'no member has weight') AS note
FROM (
  SELECT epoch, count() AS members, sum(toInt128(weight)) AS total,
    arraySum(arraySlice(arrayReverseSort(groupArray(toInt128(weight))), 1, 3)) AS top3
  FROM agreed_members(${AT}) WHERE ${WANTED} GROUP BY epoch
)`,
};
