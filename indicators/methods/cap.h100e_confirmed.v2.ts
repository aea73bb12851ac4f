import type { Method } from "../method.ts";
import { CHAIN_RATIO, calibrationNote, HOST_CAPACITY, h100Weight } from "../sql/capacity.ts";
import { AT, NETWORK, NO_NUMBER, WANTED } from "../sql/fragments.ts";

/**
 * Numerator: Σ over hosts of scaled PoC weight × min(chain's confirmation ratio, 1). Denominator: the scaled weight of one H100 in that
 * epoch. Hosts whose ratio or scale isn't known are not in the sum; coverage is the share of hosts that are.
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
  if(weight IS NOT NULL AND confirmed IS NULL, 'no host''s confirmation ratio is known yet', ${calibrationNote("gpus", "assumed")}) AS note
FROM (
  SELECT host.epoch AS epoch, count() AS hosts, countIf(stats.ratio IS NOT NULL AND host.scaled IS NOT NULL) AS seen, max(host.assumed) AS assumed,
    sum(host.scaled * stats.ratio) AS confirmed, groupArrayArray(host.per_gpu) AS gpus, ${h100Weight("gpus")} AS weight
  FROM host_capacity AS host
  LEFT JOIN (SELECT epoch, address, ${CHAIN_RATIO} AS ratio FROM agreed_participant_stats(${AT}) WHERE ${WANTED}) AS stats
    ON stats.epoch = host.epoch AND stats.address = host.address
  GROUP BY host.epoch
)`,
};
