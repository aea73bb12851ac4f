import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, NO_NUMBER, WANTED } from "../sql/fragments.ts";

/**
 * Σ of the devices of every ML node that is in one of the epoch's model groups, a node once; by device name beside it. Names are the
 * hosts' own, before the "|". Coverage: the share of those ML nodes that registered any device.
 */
export const gpusRegistered: Method = {
  indicator: "cap.gpus_registered",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "devices that hosts registered for the ML nodes of the epoch's model groups, self-reported; one row a device name beside it",
  estimate: false,
  needs: ["members", "model_groups", "hardware"],
  history: [],
  minSamples: 1,
  sql: `
WITH joined AS (
  SELECT node.epoch AS epoch, node.address AS address, node.node_id AS node_id,
    trimBoth(splitByChar('|', ifNull(hardware.device, ''))[1]) AS device, ifNull(hardware.devices, 0) AS devices
  FROM (SELECT DISTINCT epoch, address, node_id FROM agreed_nodes(${AT}) WHERE ${WANTED}) AS node
  LEFT JOIN agreed_hardware(${AT}) AS hardware
    ON hardware.epoch = node.epoch AND hardware.address = node.address AND hardware.local_id = node.node_id
)
SELECT epoch, if(name = '', ${NETWORK}, map('device', name)) AS labels, gpus AS value, ${NO_NUMBER} AS numerator,
  ${NO_NUMBER} AS denominator, if(name = '', seen / nodes, 1) AS coverage, nodes AS samples,
  if(name = '', 'as hosts registered them', ${NO_NOTE}) AS note
FROM (
  SELECT epoch, '' AS name, ifNull(sum(devices), 0) AS gpus, uniqExact(address, node_id) AS nodes,
    uniqExactIf((address, node_id), device != '') AS seen
  FROM joined GROUP BY epoch
  UNION ALL
  SELECT epoch, device AS name, sum(devices) AS gpus, uniqExact(address, node_id) AS nodes, nodes AS seen FROM joined WHERE device != '' GROUP BY epoch, device
)`,
};
