import { z } from "zod";
import { address, epochIndex, height, int32, int64, modelId, uint32, uint64 } from "./integers.ts";

/**
 * The rows of the fact tables, without the envelope (chain_id, content_hash) that the writer adds.
 * One definition: the type, the check before every insert, and the column list come from here; the column types are in the migrations.
 */

/** `value · 10^exponent`, the chain's own Decimal (types/decimal.proto). */
export const scaleRow = z.strictObject({ model_id: modelId, value: int64, exponent: z.int().min(-128).max(128) });

/** A root epoch group: `epoch_group_data/{epoch}` without its members. */
export const epochRow = z.strictObject({
  epoch: epochIndex,
  epoch_group_id: uint64,
  poc_start_height: height,
  /** 0 while the epoch is being formed. */
  effective_height: height,
  /** Last block in which the epoch was effective; 0 until the next epoch takes over. */
  last_height: height,
  total_weight: int64,
  /** Classic (on-chain) inferences of the epoch; 0 once all inference runs in devshard sessions. */
  number_of_requests: uint64,
  models: z.array(modelId).max(64),
  /** `confirmation_weight_scales`, the epoch's own snapshot; empty before v0.2.13. */
  weight_scales: z.array(scaleRow).max(64),
});

/** A member of the root group; `weight` is the consensus and reward weight. Never add model-group weights to it. */
export const epochMemberRow = z.strictObject({
  epoch: epochIndex,
  address,
  weight: int64,
  confirmation_weight: int64,
  reputation: int32,
});

/** A member of a model group; `weight` is the raw nonce weight of that model. */
export const modelMemberRow = z.strictObject({
  epoch: epochIndex,
  model_id: modelId,
  address,
  weight: int64,
  confirmation_weight: int64,
  voting_power: int64,
});

/** An ML node of a member in a model group; a node is one (address, node_id). */
export const epochNodeRow = z.strictObject({
  epoch: epochIndex,
  model_id: modelId,
  address,
  node_id: z.string().min(1).max(256),
  poc_weight: int64,
  /** `timeslot_allocation[0]` and `[1]`; null where the chain gave no such slot. */
  pre_poc_slot: z.boolean().nullable(),
  poc_slot: z.boolean().nullable(),
});

/** `EpochPerformanceSummary`: coins in ngonka. `inference_count` excludes missed requests. */
export const epochResultRow = z.strictObject({
  epoch: epochIndex,
  address,
  inference_count: uint64,
  missed_requests: uint64,
  earned_coins: uint64,
  rewarded_coins: uint64,
  burned_coins: uint64,
  validated_inferences: uint64,
  invalidated_inferences: uint64,
  claimed: z.boolean(),
});

/** `excluded_participants/{epoch}`. */
export const exclusionRow = z.strictObject({
  epoch: epochIndex,
  address,
  reason: z.string().min(1).max(256),
  height,
});

/** `confirmation_poc_events/{epoch}`. */
export const pocEventRow = z.strictObject({
  epoch: epochIndex,
  event_sequence: uint64,
  trigger_height: height,
  generation_start_height: height,
  phase: z.string().min(1).max(64),
  poc_seed_block_hash: z.string().max(128),
});

/** Governance parameters: the whole answer as canonical JSON, and the fields that methods read. Coins in ngonka. */
export const paramsRow = z.strictObject({
  json: z.string(),
  /** `devshard_escrow_params.token_price`, ngonka per token; null before devshards. */
  token_price: uint64.nullable(),
  create_devshard_fee: uint64.nullable(),
  fee_per_nonce: uint64.nullable(),
  /** `poc_params.models[].weight_scale_factor`. */
  weight_scales: z.array(scaleRow).max(64),
  epoch_length: height,
  poc_stage_duration: height,
  poc_exchange_duration: height,
  poc_validation_delay: height,
  poc_validation_duration: height,
  set_new_validators_delay: height,
});

/** A block header. `time` keeps the chain's nanoseconds (RFC 3339, UTC). */
export const blockRow = z.strictObject({
  height,
  hash: z.string().regex(/^[0-9A-F]{64}$/),
  time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/),
  last_block_hash: z.string().regex(/^([0-9A-F]{64})?$/),
  proposer: z.string().regex(/^[0-9A-F]{0,40}$/),
  num_txs: uint32,
  block_size: z.int().min(0),
});

/** A source's head at one moment. */
export const headRow = z.strictObject({ height, time: blockRow.shape.time, earliest_height: height, catching_up: z.boolean() });

/** The two current epochs (data-sources: `epoch_info` and `get_current_epoch`). */
export const clockRow = z.strictObject({ latest_epoch: epochIndex, poc_start_height: height, effective_epoch: epochIndex });

export type ScaleRow = z.infer<typeof scaleRow>;
export type EpochRow = z.infer<typeof epochRow>;
export type EpochMemberRow = z.infer<typeof epochMemberRow>;
export type ModelMemberRow = z.infer<typeof modelMemberRow>;
export type EpochNodeRow = z.infer<typeof epochNodeRow>;
export type EpochResultRow = z.infer<typeof epochResultRow>;
export type ExclusionRow = z.infer<typeof exclusionRow>;
export type PocEventRow = z.infer<typeof pocEventRow>;
export type ParamsRow = z.infer<typeof paramsRow>;
export type BlockRow = z.infer<typeof blockRow>;
export type HeadRow = z.infer<typeof headRow>;
export type ClockRow = z.infer<typeof clockRow>;
