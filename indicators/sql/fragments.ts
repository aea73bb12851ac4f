import { AT } from "../../storage/read/query.ts";

export { AT };

/** The epochs asked for. */
export const WANTED = "epoch BETWEEN {first:UInt32} AND {last:UInt32}";

/** Empty labels: the network-wide row. */
export const NETWORK = "CAST(map(), 'Map(String, String)')";

export const NO_NUMBER = "CAST(NULL, 'Nullable(Float64)')";
export const NO_NOTE = "''";

/**
 * Common tables for scaled PoC weight: `scales` (epoch, model_id → value · 10^exponent, from the epoch group's own
 * confirmation_weight_scales, else from params' weight_scale_factor) and `scaled_models` (epoch, address, model_id → floor of Σ poc_weight ×
 * scale; null without a scale). Integer arithmetic as on chain: no rounding but the floor.
 */
export const SCALED_MODELS = `
scales AS (
  SELECT epoch, s.model_id AS model_id, s.value AS factor, s.exponent AS exponent, '' AS origin
  FROM agreed_epochs(${AT}) ARRAY JOIN weight_scales AS s WHERE ${WANTED}
  UNION ALL
  SELECT epoch, s.model_id AS model_id, s.value AS factor, s.exponent AS exponent,
    concat('scales of params observed at height ', toString(seen_height), if(assumed, ', after the epoch', '')) AS origin
  FROM epoch_params(${AT}) ARRAY JOIN weight_scales AS s
  WHERE ${WANTED} AND epoch NOT IN (SELECT epoch FROM agreed_epochs(${AT}) WHERE notEmpty(weight_scales))
),
scaled_models AS (
  SELECT node.epoch AS epoch, node.address AS address, node.model_id AS model_id, node.raw AS raw, scales.origin AS origin,
    if(scales.exponent < 0,
      intDiv(toInt256(node.raw) * scales.factor, toInt256(concat('1', repeat('0', toUInt8(-least(scales.exponent, 0)))))),
      toInt256(node.raw) * scales.factor * toInt256(concat('1', repeat('0', toUInt8(greatest(scales.exponent, 0)))))) AS scaled
  FROM (SELECT epoch, address, model_id, sum(toInt128(poc_weight)) AS raw FROM agreed_nodes(${AT}) WHERE ${WANTED} GROUP BY epoch, address, model_id) AS node
  LEFT JOIN scales ON scales.epoch = node.epoch AND scales.model_id = node.model_id
)`;

/** A host is active in an epoch when its root weight is above 0 and it was not excluded. */
export const ACTIVE = `
active AS (
  SELECT member.epoch AS epoch, member.address AS address, member.weight AS weight
  FROM agreed_members(${AT}) AS member
  LEFT ANTI JOIN agreed_exclusions(${AT}) AS excluded ON excluded.epoch = member.epoch AND excluded.address = member.address
  WHERE member.weight > 0
)`;

/** Each wanted epoch with the one that was effective 30 days before it began. */
export const BASE_30D = `
base AS (
  SELECT now.epoch AS epoch, past.epoch AS base
  FROM epoch_times(${AT}) AS now CROSS JOIN epoch_times(${AT}) AS past
  WHERE now.${WANTED} AND past.starts_at <= now.starts_at - INTERVAL 30 DAY AND past.ends_at > now.starts_at - INTERVAL 30 DAY
)`;

/** Observations that were stored by the moment of the evaluation. */
export const RECORDED = "chain_id = {chain:String} AND recorded_at <= {as_of:DateTime64(6)}";

const ENDLESS = "toDateTime64('2250-01-01 00:00:00', 9, 'UTC')";

/**
 * When each wanted epoch was: `epoch, starts_at, ends_at, over`; the running one has no end. What is observed belongs to the epoch whose
 * blocks lie around it, whatever the observer took for the epoch at that moment. Columns are named with their table: by itself a name is that
 * of what this SELECT makes of it, which is never null.
 */
export const SPANS = `(
  SELECT told.epoch AS epoch, assumeNotNull(told.starts_at) AS starts_at, ifNull(told.ends_at, ${ENDLESS}) AS ends_at, told.ends_at IS NOT NULL AS over
  FROM epoch_times(${AT}) AS told
  WHERE told.${WANTED} AND told.starts_at IS NOT NULL AND (told.ends_at IS NOT NULL OR told.last_height = 0))`;
