import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NUMBER, WANTED } from "../sql/fragments.ts";
import { servingNodes } from "../sql/serving.ts";

/**
 * Failure rate, (missed + invalidated) ÷ (completed + missed) of the epoch's results, of the hosts whose registered devices in model groups are
 * all of another vendor than NVIDIA, minus that of the hosts with none such. Hosts with both, and those whose devices aren't known, are in
 * neither. The settled sessions' own counts per host have no number of assigned requests, so that the results are read. The distance that
 * validation measures isn't told by anyone.
 */
export const altQualityPass: Method = {
  indicator: "hw.alt_quality_pass",
  version: 1,
  validFromEpoch: 0,
  reason: "first method: failure rates by vendor; distances of validation are not told by anyone",
  summary: "failure rate of hosts on hardware of other vendors than NVIDIA minus that of hosts on NVIDIA's; beside it both rates",
  estimate: false,
  needs: ["members", "model_groups", "hardware", "results"],
  history: [],
  minSamples: 1,
  sql: `
WITH ${servingNodes(WANTED)},
vendors AS (
  SELECT epoch, address, multiIf(sum(own) = 0 AND sum(other) > 0, 'other', sum(other) = 0 AND sum(own) > 0, 'default', '') AS class
  FROM serving_nodes GROUP BY epoch, address
),
summed AS (
  SELECT vendors.epoch AS epoch, countIf(vendors.class = 'other' AND done.assigned > 0) AS others, countIf(vendors.class = '') AS neither, count() AS hosts,
    ifNull(sumIf(done.failed, vendors.class = 'other'), 0) AS other_failed, ifNull(sumIf(done.assigned, vendors.class = 'other'), 0) AS other_assigned,
    ifNull(sumIf(done.failed, vendors.class = 'default'), 0) AS default_failed, ifNull(sumIf(done.assigned, vendors.class = 'default'), 0) AS default_assigned
  FROM vendors LEFT JOIN (
    SELECT epoch, address, toFloat64(toUInt128(missed_requests) + invalidated_inferences) AS failed, toFloat64(toUInt128(inference_count) + missed_requests) AS assigned
    FROM agreed_results(${AT}) WHERE ${WANTED}
  ) AS done ON done.epoch = vendors.epoch AND done.address = vendors.address
  GROUP BY vendors.epoch
)
SELECT epoch, row.1 AS labels, row.2 AS value, row.3 AS numerator, row.4 AS denominator, (hosts - neither) / hosts AS coverage, others AS samples, row.5 AS note
FROM (
  SELECT *, if(other_assigned > 0, other_failed / other_assigned, NULL) AS other_rate, if(default_assigned > 0, default_failed / default_assigned, NULL) AS default_rate
  FROM summed
) ARRAY JOIN [
  (${NETWORK}, other_rate - default_rate, ${NO_NUMBER}, ${NO_NUMBER}, if(other_rate IS NULL OR default_rate IS NULL, 'no host of one of the two kinds was assigned anything',
    concat(toString(others), ' hosts on other vendors'' hardware', if(neither > 0, concat('; ', toString(neither), ' of both kinds or unknown left out'), '')))),
  (map('hardware', 'other'), other_rate, toNullable(other_failed), toNullable(other_assigned), ''),
  (map('hardware', 'default'), default_rate, toNullable(default_failed), toNullable(default_assigned), '')] AS row`,
};
