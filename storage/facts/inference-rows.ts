import { z } from "zod";
import { address, epochIndex, height, modelId, uint32, uint64 } from "./integers.ts";
import { blockRow } from "./rows.ts";

/**
 * Rows of devshard sessions: what the chain says of their money, what hosts tell of their work, and the hosts' own counters. All are fixed
 * by their natural key. Amounts are ngonka; `observed_at` is the injected clock.
 */

const line = z.string().max(512);
const source = z.string().min(1).max(256);
const observedAt = z.iso.datetime({ precision: 3 });
const time = blockRow.shape.time;
/** Unix seconds, as sessions keep time. */
const unixSeconds = uint64;
/** devshardd's route version, such as v3. */
const version = z.string().min(1).max(64);

/** A `devshard_escrow_created` event of a block. */
export const escrowOpeningRow = z.strictObject({
  escrow_id: uint64,
  height,
  time,
  creator: address,
  amount: uint64,
  epoch: epochIndex,
  model_id: modelId,
  source,
});

/** What `devshard_escrow/{id}` says of an escrow and never changes. */
export const escrowRow = z.strictObject({
  escrow_id: uint64,
  creator: address,
  amount: uint64,
  epoch: epochIndex,
  model_id: modelId,
  /** The host of each slot; a host may have several. */
  slots: z.array(address).max(1024),
  token_price: uint64,
  create_devshard_fee: uint64,
  fee_per_nonce: uint64,
  source,
});

/** An escrow that the chain has dropped without a settlement: its amount was split over the slots. */
export const escrowExpiryRow = z.strictObject({
  escrow_id: uint64,
  epoch: epochIndex,
  seen_height: height,
  observed_at: observedAt,
  source,
});

/** A span of heights in which a source searched all its transactions for those that opened or settled escrows. */
export const escrowSearchRow = z.strictObject({
  source,
  from_height: height,
  to_height: height,
  /** It found what most found, which is what is stored. */
  same: z.boolean(),
  openings: uint32,
  settlements: uint32,
  observed_at: observedAt,
});

/** A settlement that took effect: the message's fields, and those of its `devshard_escrow_settled` event (null where it was not told). */
export const settlementRow = z.strictObject({
  escrow_id: uint64,
  height,
  time,
  tx_index: uint32,
  hash: z.string().regex(/^[0-9A-F]{64}$/),
  settler: address,
  nonce: uint64,
  fees: uint64,
  total_payout: uint64.nullable(),
  remainder: uint64.nullable(),
  protocol_version: z.string().max(256),
  source,
});

/** What a settlement says of one slot. */
export const settlementSlotRow = z.strictObject({
  escrow_id: uint64,
  slot_id: uint32,
  missed: uint32,
  invalid: uint32,
  cost: uint64,
  required_validations: uint32,
  completed_validations: uint32,
});

/** `devshard_host_epoch_stats`: a host's sums over the settled escrows of an epoch, as one source told them last. */
export const hostEpochStatsRow = z.strictObject({
  epoch: epochIndex,
  address,
  source,
  found: z.boolean(),
  missed: uint32,
  invalid: uint32,
  cost: uint64,
  escrow_count: uint32,
  /** Observed when the chain can no longer change it. */
  final: z.boolean(),
});

/** A session that a host lists in `stats/shards`; the row is replaced while it goes on doing so. */
export const sessionListingRow = z.strictObject({
  escrow_id: uint64,
  host: address,
  version,
  epoch: epochIndex,
  observed_at: observedAt,
});

/** What a host tells of one of its sessions in `stats/shards/{id}`. */
export const sessionDetailRow = z.strictObject({
  escrow_id: uint64,
  host: address,
  version,
  epoch: epochIndex,
  observed_at: observedAt,
  nonce: uint64,
  cost: uint64,
  missed: uint32,
  invalid: uint32,
  required_validations: uint64,
  completed_validations: uint64,
});

/** How far a session's diffs were read, and whose they were. Everything up to `nonce` is stored in `inferences`. */
export const sessionReadRow = z.strictObject({
  escrow_id: uint64,
  epoch: epochIndex,
  host: address,
  version,
  observed_at: observedAt,
  nonce: uint64,
  /** A `finalize_round` was among them. */
  finalized: z.boolean(),
  /** Its finished inferences fit the settlement's costs; null while there is none. */
  fits_settlement: z.boolean().nullable(),
  detail: line,
});

/** One inference of a session, as the diffs up to `last_nonce` leave it. Nulls: it has not come to that. */
export const inferenceRow = z.strictObject({
  escrow_id: uint64,
  inference_id: uint64,
  epoch: epochIndex,
  model_id: modelId,
  executor: address,
  executor_slot: uint32,
  input_length: uint64,
  max_tokens: uint64,
  started_at: unixSeconds,
  confirmed_at: unixSeconds.nullable(),
  prompt_tokens: uint64.nullable(),
  completion_tokens: uint64.nullable(),
  /** 1 refused, 2 execution. */
  timeout_reason: z.int().min(1).max(2).nullable(),
  validations_valid: uint32,
  validations_invalid: uint32,
  votes_valid: uint32,
  votes_invalid: uint32,
  last_nonce: uint64,
});

/** A counter or gauge of a host, as one scrape told it. */
export const hostCounterRow = z.strictObject({
  address,
  /** devshard/<version> or mlnodes. */
  endpoint: z.string().min(1).max(80),
  family: z.string().min(1).max(128),
  /** Sorted by name, as Prometheus writes them between the braces; empty where there are none. */
  labels: z.string().max(1024),
  observed_at: observedAt,
  value: z.number(),
  /** `process_start_time_seconds` of the same scrape: another one is a restart, or another replica. */
  process_start: z.number().nullable(),
});

/** A scrape of a host's counters, whether or not it told any. */
export const counterScrapeRow = z.strictObject({
  address,
  endpoint: z.string().min(1).max(80),
  observed_at: observedAt,
  epoch: epochIndex,
  told: z.boolean(),
  series: uint32,
  detail: line,
});

/** A proof of an epoch's membership that a host served, as it was checked. */
export const membershipProofRow = z.strictObject({
  epoch: epochIndex,
  host: address,
  observed_at: observedAt,
  /** The block whose app hash the proof leads to: the one after the members were written. */
  height: height.nullable(),
  proof_ok: z.boolean(),
  /** `proof_ok`, and that very block's commit carries more than 2/3 of the voting power in valid signatures. */
  verified: z.boolean(),
  /** Why not; where verified, empty, or that the sources agree on other members. */
  reason: line,
  members: uint32.nullable(),
  /** Of the addresses and weights proven, to compare with what the sources tell; empty where nothing is proven. */
  members_hash: z.string().max(64),
});

export type EscrowOpeningRow = z.infer<typeof escrowOpeningRow>;
export type EscrowRow = z.infer<typeof escrowRow>;
export type EscrowExpiryRow = z.infer<typeof escrowExpiryRow>;
export type EscrowSearchRow = z.infer<typeof escrowSearchRow>;
export type SettlementRow = z.infer<typeof settlementRow>;
export type SettlementSlotRow = z.infer<typeof settlementSlotRow>;
export type HostEpochStatsRow = z.infer<typeof hostEpochStatsRow>;
export type SessionListingRow = z.infer<typeof sessionListingRow>;
export type SessionDetailRow = z.infer<typeof sessionDetailRow>;
export type SessionReadRow = z.infer<typeof sessionReadRow>;
export type InferenceRow = z.infer<typeof inferenceRow>;
export type HostCounterRow = z.infer<typeof hostCounterRow>;
export type CounterScrapeRow = z.infer<typeof counterScrapeRow>;
export type MembershipProofRow = z.infer<typeof membershipProofRow>;
