import type { Method } from "../method.ts";
import { NETWORK, NO_NOTE, RECORDED, SPANS } from "../sql/fragments.ts";

/**
 * Denominator: probes of any sandbox node within the epoch that could tell; numerator: those at which both its API and its chain were well.
 * A probe at which one of them was not well could tell, whatever the other. Coverage: of all probes, those that could tell. One row a node.
 */
export const sandboxAvailability: Method = {
  indicator: "sbx.availability",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary: "probes at which a sandbox node's API and chain were both well ÷ probes that could tell; one row a node beside it",
  estimate: false,
  needs: ["members", "times", "sandbox"],
  history: [],
  minSamples: 1,
  sql: `
SELECT epoch, if(of = '', ${NETWORK}, map('source', of)) AS labels, if(known > 0, well / known, NULL) AS value, well AS numerator, known AS denominator,
  known / probes AS coverage, known AS samples, if(known > 0, ${NO_NOTE}, 'no probe could tell') AS note
FROM (
  SELECT span.epoch AS epoch, of, count() AS probes, countIf(api_ok = 1 AND chain_ok = 1) AS well,
    countIf(api_ok = 0 OR chain_ok = 0 OR (api_ok = 1 AND chain_ok = 1)) AS known
  FROM (SELECT observed_at, api_ok, chain_ok, arrayJoin(['', toString(source)]) AS of FROM sandbox_probes FINAL WHERE ${RECORDED}) AS probe
  INNER JOIN ${SPANS} AS span ON 1 = 1
  WHERE probe.observed_at >= span.starts_at AND probe.observed_at < span.ends_at
  GROUP BY span.epoch, of
)`,
};
