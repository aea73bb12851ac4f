import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, NO_NUMBER, WANTED } from "../sql/fragments.ts";

export const hostsActive: Method = {
  indicator: "cap.hosts_active",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary: "members of the epoch's root group with weight above 0 that were not excluded during the epoch",
  estimate: false,
  needs: ["members", "exclusions"],
  history: [],
  minSamples: 0,
  sql: `
SELECT member.epoch AS epoch, ${NETWORK} AS labels, countIf(member.weight > 0 AND excluded.address IS NULL) AS value,
  ${NO_NUMBER} AS numerator, ${NO_NUMBER} AS denominator, 1 AS coverage, count() AS samples, ${NO_NOTE} AS note
FROM agreed_members(${AT}) AS member
LEFT JOIN (SELECT DISTINCT epoch, address FROM agreed_exclusions(${AT})) AS excluded
  ON excluded.epoch = member.epoch AND excluded.address = member.address
WHERE member.${WANTED}
GROUP BY member.epoch`,
};
