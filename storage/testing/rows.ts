import type {
  BlockRow,
  EpochMemberRow,
  EpochNodeRow,
  EpochResultRow,
  EpochRow,
  ExclusionRow,
  ModelMemberRow,
  ParamsRow,
} from "../facts/rows.ts";

/** Fact rows that are valid as they are; a test names only what it is about. */

export const epochRow = (epoch: number, change: Partial<EpochRow> = {}): EpochRow => ({
  epoch,
  epoch_group_id: BigInt(epoch),
  poc_start_height: epoch * 100,
  effective_height: epoch * 100 + 25,
  last_height: epoch * 100 + 124,
  total_weight: 100n,
  number_of_requests: 0n,
  models: [],
  weight_scales: [],
  ...change,
});

export const memberRow = (epoch: number, address: string, weight: bigint, confirmation = weight): EpochMemberRow => ({
  epoch,
  address,
  weight,
  confirmation_weight: confirmation,
  reputation: 100,
});

export const modelMemberRow = (epoch: number, model_id: string, address: string, weight: bigint): ModelMemberRow => ({
  epoch,
  model_id,
  address,
  weight,
  confirmation_weight: 0n,
  voting_power: 0n,
});

export const nodeRow = (epoch: number, model_id: string, address: string, poc_weight: bigint): EpochNodeRow => ({
  epoch,
  model_id,
  address,
  node_id: "node1",
  poc_weight,
  pre_poc_slot: true,
  poc_slot: null,
});

export const resultRow = (epoch: number, address: string, change: Partial<EpochResultRow> = {}): EpochResultRow => ({
  epoch,
  address,
  inference_count: 100n,
  missed_requests: 1n,
  earned_coins: 1000n,
  rewarded_coins: 5000n,
  burned_coins: 0n,
  validated_inferences: 100n,
  invalidated_inferences: 0n,
  claimed: true,
  ...change,
});

export const exclusionRow = (epoch: number, address: string, reason = "downtime"): ExclusionRow => ({
  epoch,
  address,
  reason,
  height: epoch * 100 + 50,
});

export const paramsRow = (change: Partial<ParamsRow> = {}): ParamsRow => ({
  json: "{}",
  token_price: 10n,
  create_devshard_fee: null,
  fee_per_nonce: null,
  weight_scales: [],
  epoch_length: 100,
  poc_stage_duration: 10,
  poc_exchange_duration: 0,
  poc_validation_delay: 2,
  poc_validation_duration: 8,
  set_new_validators_delay: 5,
  ...change,
});

const hashOf = (height: number, salt = "0") => `${salt}${height.toString(16).padStart(63, "0")}`.toUpperCase();

/** A block at a time (`2026-01-01T00:00:00.000000001Z`, all nine decimals). */
export const blockRow = (height: number, time: string, salt = "0"): BlockRow => ({
  height,
  hash: hashOf(height, salt),
  time,
  last_block_hash: hashOf(height - 1),
  proposer: "",
  num_txs: 0,
  block_size: 1000,
});

/** What a header's answer is compared by: hash, and time as ClickHouse prints it. */
export const headerHash = ({ hash, time }: BlockRow) => `${hash} ${time.replace("T", " ").replace("Z", "")}`;
