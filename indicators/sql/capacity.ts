import { AT, WANTED } from "./fragments.ts";

/** The hardware that calibrates: a node is one whose every device has this name before the "|". */
export const CALIBRATING_DEVICE = "NVIDIA H100 80GB HBM3";

/** Fewest calibrating nodes that make an epoch's calibration. */
export const CALIBRATING_NODES = 3;

/**
 * Common tables for capacity in scaled PoC weight. `scales` as the epoch group's own confirmation_weight_scales, else params'
 * weight_scale_factor. `host_capacity` (epoch, address → `scaled`, Σ over models of floor(Σ poc_weight × scale), null where a model has no
 * scale; `per_gpu`, of each of the host's calibrating ML nodes its unfloored scaled weight ÷ its devices; `models`, those it has weight in;
 * `assumed`, whether the scales were first seen after the epoch).
 */
export const HOST_CAPACITY = `
scales AS (
  SELECT epoch, s.model_id AS model_id, s.value AS factor, s.exponent AS exponent, assumed
  FROM (
    SELECT root.epoch AS epoch, if(notEmpty(root.weight_scales), root.weight_scales, chosen.weight_scales) AS weight_scales,
      empty(root.weight_scales) AND ifNull(chosen.assumed, 0) AS assumed
    FROM agreed_epochs(${AT}) AS root LEFT JOIN epoch_params(${AT}) AS chosen ON chosen.epoch = root.epoch WHERE root.${WANTED}
  ) ARRAY JOIN weight_scales AS s
),
calibrating AS (
  SELECT epoch, address, local_id, sum(devices) AS gpus FROM agreed_hardware(${AT}) WHERE ${WANTED} GROUP BY epoch, address, local_id
  HAVING countIf(device IS NULL OR trimBoth(splitByChar('|', assumeNotNull(device))[1]) != '${CALIBRATING_DEVICE}') = 0 AND gpus > 0
),
host_capacity AS (
  SELECT epoch, address, if(countIf(scaled IS NULL) = 0, sum(scaled), NULL) AS scaled, groupArray(model_id) AS models, max(assumed) AS assumed,
    arrayMap(id -> arraySum(n -> if(n.1 = id, n.2, 0), nodes) / arrayFirst(n -> n.1 = id, nodes).3,
      arrayDistinct(arrayMap(n -> n.1, groupArrayArray(calibrating_nodes) AS nodes))) AS per_gpu
  FROM (
    SELECT node.epoch AS epoch, node.address AS address, node.model_id AS model_id, any(scales.assumed) AS assumed,
      toFloat64(if(any(scales.exponent) < 0,
        intDiv(sum(toInt256(node.poc_weight)) * any(scales.factor), toInt256(concat('1', repeat('0', toUInt8(-least(any(scales.exponent), 0)))))),
        sum(toInt256(node.poc_weight)) * any(scales.factor) * toInt256(concat('1', repeat('0', toUInt8(greatest(any(scales.exponent), 0))))))) AS scaled,
      groupArrayIf((node.node_id, toFloat64(node.poc_weight) * assumeNotNull(toFloat64(scales.factor)) * exp10(assumeNotNull(scales.exponent)),
        toFloat64(assumeNotNull(calibrating.gpus))), calibrating.gpus IS NOT NULL AND scales.factor IS NOT NULL) AS calibrating_nodes
    FROM (SELECT * FROM agreed_nodes(${AT}) WHERE ${WANTED} AND poc_weight > 0) AS node
    LEFT JOIN scales ON scales.epoch = node.epoch AND scales.model_id = node.model_id
    LEFT JOIN calibrating ON calibrating.epoch = node.epoch AND calibrating.address = node.address AND calibrating.local_id = node.node_id
    GROUP BY epoch, address, model_id
  ) GROUP BY epoch, address
)`;

/** The weight of one H100 in an epoch: the median over its calibrating nodes; null with fewer than it takes. `all` is their array. */
export const h100Weight = (all: string) =>
  `if(length(${all}) >= ${CALIBRATING_NODES}, arrayReduce('quantileExactInclusive(0.5)', ${all}), NULL)`;

/** What the number rests on, or why there is none. */
export const calibrationNote = (all: string, assumed: string) =>
  `if(length(${all}) >= ${CALIBRATING_NODES},
    concat('estimate: one H100 is the median of ', toString(length(${all})), ' ML nodes whose registered hardware is only ${CALIBRATING_DEVICE}',
      if(${assumed}, '; weight scales first seen after the epoch', '')),
    concat(toString(length(${all})), ' ML nodes whose registered hardware is only ${CALIBRATING_DEVICE}: a calibration takes ${CALIBRATING_NODES}'))`;

/** confirmationPoCRatio as the chain keeps it, at most 1; null before the epoch's first confirmation PoC. */
export const CHAIN_RATIO =
  // least() passes over a null: without the condition an unknown ratio would be 1.
  "if(confirmation_ratio_value IS NULL, NULL, least(toFloat64(confirmation_ratio_value) * exp10(confirmation_ratio_exponent), 1))";

/**
 * The share of a host's proven weight that stands: the chain's ratio; all of it where the chain says that it has none for the host, since it
 * has not asked the host to confirm anything in the epoch. Of a host the chain says nothing of there is no row, and no share.
 */
export const CONFIRMED_SHARE = `ifNull(${CHAIN_RATIO}, 1)`;
