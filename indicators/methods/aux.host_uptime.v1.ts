import type { Method } from "../method.ts";
import { HELD_SUMS, HELD_VERDICTS } from "../sql/uptime.ts";

/**
 * Numerator: minutes of up; denominator: minutes of up and down, over all vantage points. Unknown is neither, nor is maintenance: their
 * minutes stand in the note. Coverage: of all minutes with a verdict, the share that could tell. One row a host (over all vantage points) and
 * one a vantage point (over all hosts).
 */
export const hostUptime: Method = {
  indicator: "aux.host_uptime",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "minutes up ÷ minutes up and down, a verdict holding until the next of its vantage point or for 10 minutes; one row a host and a vantage point beside it",
  estimate: false,
  needs: ["members", "times", "probes"],
  history: [],
  minSamples: 1,
  sql: `
WITH ${HELD_VERDICTS}
SELECT epoch, mapFilter((name, label) -> label != '', map('address', host, 'vantage', place)) AS labels,
  if(up_minutes + down_minutes > 0, up_minutes / (up_minutes + down_minutes), NULL) AS value, up_minutes AS numerator,
  up_minutes + down_minutes AS denominator,
  (up_minutes + down_minutes + maintenance_minutes) / nullIf(up_minutes + down_minutes + maintenance_minutes + unknown_minutes, 0) AS coverage,
  hosts AS samples,
  concat('minutes: ', toString(round(up_minutes, 1)), ' up, ', toString(round(down_minutes, 1)), ' down, ', toString(round(unknown_minutes, 1)), ' unknown, ',
    toString(round(maintenance_minutes, 1)), ' maintenance') AS note
FROM (
  SELECT epoch, level.1 AS host, level.2 AS place, uniqExact(address) AS hosts, ${HELD_SUMS}
  FROM held ARRAY JOIN [('', ''), (address, ''), ('', vantage)] AS level GROUP BY epoch, level
)`,
};
