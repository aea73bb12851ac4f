import { z } from "zod";
import { address, epochIndex, height, int32, int64, modelId, uint32, uint64 } from "./integers.ts";

/**
 * Rows of facts that the chain's nodes tell of the running network, a whole answer at a time (they are voted on). `epoch` is the effective
 * epoch at the pinned height that was asked about; 0 where the question belongs to no epoch.
 */

const uint128 = z.bigint().min(0n).max(340_282_366_920_938_463_463_374_607_431_768_211_455n);
const uint256 = z
  .bigint()
  .min(0n)
  .max(2n ** 256n - 1n);
const line = z.string().max(512);
/** RFC 3339, UTC, at most milliseconds; null where the chain has none (year 1 or 1970 mean "never"). */
const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/)
  .nullable();
/** A consensus address as CometBFT writes it: 20 bytes, upper-case hex. */
export const consensusAddress = z.string().regex(/^[0-9A-F]{40}$/);

/** `participant`: what changes seldom. Everybody ever registered. */
export const participantRow = z.strictObject({
  epoch: epochIndex,
  address,
  /** As the host registered it: hostile input. Empty where it is longer than a URL can be. */
  inference_url: z.string().max(2048),
  status: z.string().min(1).max(64),
  /** base64 ed25519 key; its SHA-256's first 20 bytes are the consensus address. */
  validator_key: z.string().max(128),
  /** Registration, unix milliseconds (the chain gives seconds for genesis participants); null where it gave none. */
  join_time_ms: uint64.nullable(),
  join_height: height,
  epochs_completed: uint32,
});

/** `participant.current_epoch_stats`: counters of the running epoch, reset at its settlement. Coins in ngonka. */
export const participantStatsRow = z.strictObject({
  epoch: epochIndex,
  address,
  inference_count: uint64,
  missed_requests: uint64,
  earned_coins: uint64,
  rewarded_coins: uint64,
  burned_coins: uint64,
  validated_inferences: uint64,
  invalidated_inferences: uint64,
  consecutive_invalid_inferences: int64,
  /** `confirmationPoCRatio` = value · 10^exponent; null where the version has none. */
  confirmation_ratio_value: int64.nullable(),
  confirmation_ratio_exponent: int32.nullable(),
});

/** `hardware_nodes_all`: one row a device type of an ML node, self-reported. A node without hardware has one row without a device. */
export const hardwareRow = z.strictObject({
  epoch: epochIndex,
  address,
  /** The ML node: joins `epoch_nodes.node_id`. */
  local_id: z.string().min(1).max(256),
  position: uint32,
  status: z.string().max(64),
  models: z.array(modelId).max(64),
  device: z.string().max(256).nullable(),
  devices: uint32.nullable(),
  version: line.nullable(),
});

/** `cosmos.staking` validators; `tokens` is compute power in Gonka's fork. */
export const validatorRow = z.strictObject({
  epoch: epochIndex,
  operator_address: address,
  consensus_address: consensusAddress,
  jailed: z.boolean(),
  status: z.string().min(1).max(64),
  tokens: int64,
  moniker: line,
});

/** `cosmos.slashing` signing infos. */
export const signingInfoRow = z.strictObject({
  epoch: epochIndex,
  consensus_address: consensusAddress,
  start_height: height,
  index_offset: int64,
  jailed_until: moment,
  tombstoned: z.boolean(),
  missed_blocks: int64,
});

/** `cosmos.slashing` params; ratios as the chain's 18-digit integers (10^-18). */
export const slashingParamsRow = z.strictObject({
  epoch: epochIndex,
  signed_blocks_window: int64,
  min_signed_per_window_e18: uint128,
  downtime_jail_seconds: uint64,
  slash_fraction_downtime_e18: uint128,
});

/** Supply of one denom at the pinned height, in its base unit. */
export const supplyRow = z.strictObject({ epoch: epochIndex, denom: z.string().min(1).max(128), amount: uint128 });

/** Community pool: base units · 10^18, as `cosmos.distribution` keeps it. */
export const communityPoolRow = z.strictObject({ epoch: epochIndex, denom: z.string().min(1).max(128), amount_e18: uint256 });

/** `tokenomics_data`, ngonka since genesis. */
export const tokenomicsRow = z.strictObject({
  epoch: epochIndex,
  total_fees: uint64,
  total_subsidies: uint64,
  total_refunded: uint64,
  total_burned: uint64,
});

/** `settle_amount`: unclaimed amounts, ngonka. */
export const settleAmountRow = z.strictObject({
  epoch: epochIndex,
  address,
  settled_epoch: epochIndex,
  reward_coins: uint64,
  work_coins: uint64,
});

/** `poc_validation_snapshot`: one row; the two times are the real PoC window, unix seconds. */
export const pocSnapshotRow = z.strictObject({
  epoch: epochIndex,
  poc_start_height: height,
  snapshot_height: height,
  generation_start: uint64,
  exchange_end: uint64,
  total_network_weight: int64,
});

/** Voting power of a model group in that snapshot. */
export const pocVotingPowerRow = z.strictObject({ epoch: epochIndex, model_id: modelId, address, voting_power: int64 });

/** `poc_delegation/{addr}`: how a member lets its vote on a model's PoC be cast. */
export const pocDelegationRow = z.strictObject({
  epoch: epochIndex,
  model_id: modelId,
  address,
  kind: z.enum(["delegation", "refusal", "intent"]),
  delegate_to: address.nullable(),
});

/** `preserved_nodes_snapshot`: ML nodes that keep serving through a PoC. */
export const preservedNodeRow = z.strictObject({
  epoch: epochIndex,
  anchor_height: height,
  model_id: modelId,
  address,
  node_id: z.string().min(1).max(256),
});

/** `maintenance_active` and `maintenance_status`: a declared window. */
export const maintenanceWindowRow = z.strictObject({
  epoch: epochIndex,
  reservation_id: uint64,
  address,
  start_height: height,
  duration_blocks: uint64,
  status: z.string().min(1).max(64),
  created_by: z.string().max(128),
});

/** `models_all`: models that governance registered. */
export const modelRow = z.strictObject({
  epoch: epochIndex,
  model_id: modelId,
  proposed_by: z.string().max(128),
  v_ram: uint64,
  throughput_per_nonce: uint64,
  units_of_compute_per_token: uint64,
  hf_repo: line,
});

/** `all_model_capacities`: tokens a second as the chain says, a proxy made of weights. */
export const modelCapacityRow = z.strictObject({ epoch: epochIndex, model_id: modelId, capacity: uint64 });

/** `all_stats_by_time` over the time of an epoch: prompt and completion tokens of classic inferences. */
export const classicStatsRow = z.strictObject({
  epoch: epochIndex,
  from_ms: uint64,
  to_ms: uint64,
  ai_tokens: uint64,
  inferences: uint32,
  actual_inferences_cost: uint64,
});

/** `models_stats_by_time` over the same. */
export const classicModelStatsRow = z.strictObject({
  epoch: epochIndex,
  model_id: modelId,
  ai_tokens: uint64,
  inferences: uint32,
});

/** `gov/v1` proposals; counts are voting power. */
export const proposalRow = z.strictObject({
  epoch: epochIndex,
  proposal_id: uint64,
  status: z.string().min(1).max(64),
  title: line,
  message_types: z.array(z.string().max(256)).max(256),
  /** Ids of the models that its messages register. */
  registers_models: z.array(modelId).max(64),
  submitted_at: moment,
  voting_starts_at: moment,
  voting_ends_at: moment,
  expedited: z.boolean(),
  failed_reason: line,
  yes_count: uint128,
  abstain_count: uint128,
  no_count: uint128,
  no_with_veto_count: uint128,
});

/** `gov/v1/proposals/{id}/tally` while it is being voted on. */
export const tallyRow = z.strictObject({
  epoch: epochIndex,
  proposal_id: uint64,
  yes_count: uint128,
  abstain_count: uint128,
  no_count: uint128,
  no_with_veto_count: uint128,
});

/** `upgrade/current_plan`: no row when none is scheduled. */
export const upgradePlanRow = z.strictObject({ epoch: epochIndex, name: z.string().min(1).max(256), height });

/** A live authz grant or feegrant allowance. */
export const grantRow = z.strictObject({
  epoch: epochIndex,
  kind: z.enum(["authz", "feegrant"]),
  granter: address,
  grantee: address,
  /** The message type a GenericAuthorization allows, else the type URL of the authorization or allowance. */
  authorization: z.string().min(1).max(256),
  expires_at: moment,
});

/** An account whose grants were asked for: what share of the granters was seen. */
export const granterRow = z.strictObject({ epoch: epochIndex, address, answered: z.boolean() });

export type ParticipantRow = z.infer<typeof participantRow>;
export type ParticipantStatsRow = z.infer<typeof participantStatsRow>;
export type HardwareRow = z.infer<typeof hardwareRow>;
export type ValidatorRow = z.infer<typeof validatorRow>;
export type SigningInfoRow = z.infer<typeof signingInfoRow>;
export type SlashingParamsRow = z.infer<typeof slashingParamsRow>;
export type SupplyRow = z.infer<typeof supplyRow>;
export type CommunityPoolRow = z.infer<typeof communityPoolRow>;
export type TokenomicsRow = z.infer<typeof tokenomicsRow>;
export type SettleAmountRow = z.infer<typeof settleAmountRow>;
export type PocSnapshotRow = z.infer<typeof pocSnapshotRow>;
export type PocVotingPowerRow = z.infer<typeof pocVotingPowerRow>;
export type PocDelegationRow = z.infer<typeof pocDelegationRow>;
export type PreservedNodeRow = z.infer<typeof preservedNodeRow>;
export type MaintenanceWindowRow = z.infer<typeof maintenanceWindowRow>;
export type ModelRow = z.infer<typeof modelRow>;
export type ProposalRow = z.infer<typeof proposalRow>;
export type TallyRow = z.infer<typeof tallyRow>;
export type UpgradePlanRow = z.infer<typeof upgradePlanRow>;
export type GrantRow = z.infer<typeof grantRow>;
export type GranterRow = z.infer<typeof granterRow>;
export type ModelCapacityRow = z.infer<typeof modelCapacityRow>;
export type ClassicStatsRow = z.infer<typeof classicStatsRow>;
export type ClassicModelStatsRow = z.infer<typeof classicModelStatsRow>;
