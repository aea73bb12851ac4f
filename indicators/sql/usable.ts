import { factorOf, isEstimated, isOtherVendor } from "../calibrations/hardware-factors.ts";
import { CONFIRMED_SHARE } from "./capacity.ts";
import { AT, RECORDED, SPANS, WANTED } from "./fragments.ts";

/** A host that fails more of what it was assigned than this isn't usable. */
const FAILURE_LIMIT = 0.1;

/** Verdicts of the probes of each host in an epoch: `ups` and `downs`. Unknown and maintenance are neither. */
const VERDICTS = `
  SELECT span.epoch AS epoch, probe.address AS address, countIf(probe.state = 'up') AS ups, countIf(probe.state = 'down') AS downs
  FROM probes AS probe FINAL INNER JOIN ${SPANS} AS span ON 1 = 1
  WHERE ${RECORDED} AND probe.observed_at >= span.starts_at AND probe.observed_at < span.ends_at
  GROUP BY span.epoch, probe.address`;

/**
 * Common table `usable_hosts`, one row an epoch and host with ML nodes in a model group, H100-equivalents by hardware factors limited by the
 * chain's confirmation ratio: `h100e`, of it `other_vendor` and `by_estimate`; `decided`, whether all that the choice takes is known; `usable`:
 * not excluded, up in at least half of the probes that could tell, and below 10 % of missed and invalidated requests (nothing assigned is
 * nothing failed). Every model group is of a model that governance approved.
 */
export const USABLE_HOSTS = `
usable_hosts AS (
  SELECT gear.epoch AS epoch, gear.address AS address, ifNull(gear.h100e * stats.ratio, 0) AS h100e,
    ifNull(gear.other_vendor * stats.ratio, 0) AS other_vendor, ifNull(gear.by_estimate * stats.ratio, 0) AS by_estimate, gear.unknown AS unknown,
    stats.ratio IS NOT NULL AND gear.unknown = 0 AND ifNull(health.ups + health.downs, 0) > 0 AS decided,
    excluded.address IS NULL AND ifNull(health.ups, 0) > 0 AND health.ups >= health.downs AND ifNull(stats.failed, 0) < ${FAILURE_LIMIT} AS usable
  FROM (
    SELECT node.epoch AS epoch, node.address AS address, sum(ifNull(hardware.devices * hardware.factor, 0)) AS h100e,
      sum(if(hardware.other = 1, ifNull(hardware.devices * hardware.factor, 0), 0)) AS other_vendor,
      sum(if(hardware.guessed = 1, ifNull(hardware.devices * hardware.factor, 0), 0)) AS by_estimate,
      countIf(hardware.factor IS NULL) AS unknown
    FROM (SELECT DISTINCT epoch, address, node_id FROM agreed_nodes(${AT}) WHERE ${WANTED}) AS node
    LEFT JOIN (
      SELECT epoch, address, local_id, devices, CAST(${factorOf("device")} AS Nullable(Float64)) AS factor, ${isOtherVendor("device")} AS other,
        ${isEstimated("device")} AS guessed
      FROM agreed_hardware(${AT}) WHERE ${WANTED} AND device IS NOT NULL
    ) AS hardware ON hardware.epoch = node.epoch AND hardware.address = node.address AND hardware.local_id = node.node_id
    GROUP BY node.epoch, node.address
  ) AS gear
  LEFT JOIN (
    SELECT epoch, address, ${CONFIRMED_SHARE} AS ratio,
      if(inference_count + missed_requests > 0, (missed_requests + invalidated_inferences) / (inference_count + missed_requests), NULL) AS failed
    FROM agreed_participant_stats(${AT}) WHERE ${WANTED}
  ) AS stats ON stats.epoch = gear.epoch AND stats.address = gear.address
  LEFT JOIN (SELECT DISTINCT epoch, address FROM agreed_exclusions(${AT}) WHERE ${WANTED}) AS excluded
    ON excluded.epoch = gear.epoch AND excluded.address = gear.address
  LEFT JOIN (${VERDICTS}) AS health ON health.epoch = gear.epoch AND health.address = gear.address
)`;
