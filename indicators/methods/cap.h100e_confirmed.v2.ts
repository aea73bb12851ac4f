import type { Method } from "../method.ts";
import { CONFIRMED_SHARE, calibrationNote, HOST_CAPACITY, h100Weight } from "../sql/capacity.ts";
import { AT, NETWORK, NO_NUMBER, WANTED } from "../sql/fragments.ts";

/**
 * Numerator: Σ over hosts of scaled PoC weight × min(chain's confirmation ratio, 1). Denominator: the scaled weight of one H100 in that
 * epoch. A host without a ratio, which the chain has not asked to confirm anything in the epoch, counts whole; the note says how many. Hosts
 * of which the chain says nothing, or without a scale, are not in the sum; coverage is the share of hosts that are.
 */
export const h100eConfirmedByHardware: Method = {
  indicator: "cap.h100e_confirmed",
  version: 2,
  validFromEpoch: 0,
  startsWithFacts: true,
  reason:
    "the published calibrations are stale from epoch 247 on: now each epoch is calibrated by its own nodes of H100s, and limited by the chain's own confirmation ratio",
  summary:
    "Σ over hosts of floor(raw PoC weight × scale) × min(chain confirmation ratio, 1), ÷ the epoch's median scaled weight a GPU of nodes that are only H100 80GB HBM3",
  estimate: true,
  needs: ["members", "model_groups", "params", "participant_stats"],
  history: [{ kind: "calibration", needs: ["hardware"] }],
  minSamples: 1,
  sql: `
WITH ${HOST_CAPACITY}
SELECT epoch, ${NETWORK} AS labels, numerator / denominator AS value, if(denominator IS NULL, ${NO_NUMBER}, confirmed) AS numerator,
  weight AS denominator, if(weight IS NULL, NULL, seen / hosts) AS coverage, hosts AS samples,
  if(weight IS NOT NULL AND confirmed IS NULL, 'the chain tells of no host''s confirmation',
    concat(${calibrationNote("gpus", "assumed")}, if(weight IS NOT NULL AND unasked > 0, concat('; ', toString(unasked), ' hosts not asked to confirm yet'), ''))) AS note
FROM (
  SELECT host.epoch AS epoch, count() AS hosts, countIf(stats.ratio IS NOT NULL AND host.scaled IS NOT NULL) AS seen, max(host.assumed) AS assumed,
    countIf(stats.unasked = 1) AS unasked,
    sum(host.scaled * stats.ratio) AS confirmed, groupArrayArray(host.per_gpu) AS gpus, ${h100Weight("gpus")} AS weight
  FROM host_capacity AS host
  LEFT JOIN (SELECT epoch, address, ${CONFIRMED_SHARE} AS ratio, confirmation_ratio_value IS NULL AS unasked FROM agreed_participant_stats(${AT}) WHERE ${WANTED}) AS stats
    ON stats.epoch = host.epoch AND stats.address = host.address
  GROUP BY host.epoch
)`,
};
