import { z } from "zod";
import { address, epochIndex, height, int32, uint32, uint64 } from "./integers.ts";
import { consensusAddress } from "./live-rows.ts";
import { blockRow } from "./rows.ts";

/**
 * Rows of what this service observed itself, or of blocks and transactions: nothing to vote on a whole answer. `observed_at` is the
 * injected clock (the wall's, or the simulated network's in the demo), milliseconds, UTC.
 */

const line = z.string().max(512);
const observedAt = z.iso.datetime({ precision: 3 });
/** Where the prober stands. */
const vantage = z.string().min(1).max(64);

/** One status poll of a source; nulls where it could not tell. */
export const headPollRow = z.strictObject({
  source: z.string().min(1).max(256),
  observed_at: observedAt,
  told: z.boolean(),
  height: height.nullable(),
  block_time: blockRow.shape.time.nullable(),
  catching_up: z.boolean().nullable(),
  detail: line,
});

/** A halt of the chain: seen, and over once blocks came again. A row each time something about it was learnt. */
export const chainHaltRow = z.strictObject({
  height,
  block_time: blockRow.shape.time,
  seen_at: observedAt,
  over_at: observedAt.nullable(),
  sources: z.array(z.string().min(1).max(256)).max(64),
});

/** A span of block headers that a source told, and whether they are the ones that were stored. Spans of a source don't overlap. */
export const blockSightingRow = z.strictObject({
  source: z.string().min(1).max(256),
  from_height: height,
  to_height: height,
  same: z.boolean(),
});

/** A transaction. */
export const transactionRow = z.strictObject({
  height,
  tx_index: uint32,
  hash: z.string().regex(/^[0-9A-F]{64}$/),
  /** The block's header time. */
  time: blockRow.shape.time,
  /** 0 is success; null where the results of the block were not told. */
  code: uint32.nullable(),
  /** Accounts whose keys signed it. */
  signers: z.array(address).max(64),
  /** Accounts in whose name a signer acted (inside MsgExec). */
  on_behalf_of: z.array(address).max(256),
  /** Who paid the fee by an allowance; null where the signer did. */
  fee_granter: address.nullable(),
  /** Type URLs, those inside MsgExec too. */
  message_types: z.array(z.string().max(256)).max(1024),
  source: z.string().min(1).max(256),
});

/** How a validator signed a block, from a sampled commit. */
export const blockSignatureRow = z.strictObject({
  height,
  consensus_address: consensusAddress,
  flag: z.enum(["absent", "commit", "nil"]),
});

/** A `slash_collateral` event. */
export const slashRow = z.strictObject({
  height,
  event_index: uint32,
  address,
  /** ngonka */
  amount: uint64,
  reason: z.string().max(64),
  source: z.string().min(1).max(256),
});

/** One round of probes of all active hosts. */
export const probeRoundRow = z.strictObject({
  vantage,
  observed_at: observedAt,
  epoch: epochIndex,
  /** False: more than half of the hosts failed, or the control target did; then it is the prober's problem and says nothing of any host. */
  valid: z.boolean(),
  control_ok: z.boolean(),
  hosts: uint32,
  up: uint32,
  down: uint32,
  unknown: uint32,
  maintenance: uint32,
  seconds: z.number().min(0),
  detail: line,
});

/** What one round says of one host. Down needs the control target to answer. */
export const probeRow = z.strictObject({
  vantage,
  observed_at: observedAt,
  epoch: epochIndex,
  address,
  state: z.enum(["up", "down", "unknown", "maintenance"]),
  /** In words: timeout, refused, status 502, … Empty when up. */
  reason: line,
  /** HTTP status of /health and of /v1/status; null where nothing answered. */
  health_status: int32.nullable(),
  api_status: int32.nullable(),
  /** Of /v1/status, seconds; null where nothing answered. */
  seconds: z.number().min(0).nullable(),
});

/** What a host says of itself, asked less often. Nulls and `mlnodes_told` false: it did not say. */
export const hostReportRow = z.strictObject({
  vantage,
  observed_at: observedAt,
  epoch: epochIndex,
  address,
  api_version: line.nullable(),
  node_version: line.nullable(),
  mlnodes_told: z.boolean(),
  mlnodes: z.array(z.strictObject({ node_id: z.string().max(256), version: line })).max(1024),
  identity: z.enum(["verified", "wrong", "not_told"]),
  bridge_block: uint64.nullable(),
});

/** One probe of a sandbox node: its API and its chain. Null: can't tell. */
export const sandboxProbeRow = z.strictObject({
  sandbox_chain: z.string().max(128),
  source: z.string().min(1).max(256),
  observed_at: observedAt,
  api_ok: z.boolean().nullable(),
  chain_ok: z.boolean().nullable(),
  height: height.nullable(),
  detail: line,
});

/** An account or host that acted on the sandbox chain in a block. */
export const sandboxActivityRow = z.strictObject({
  sandbox_chain: z.string().min(1).max(128),
  height,
  time: blockRow.shape.time,
  kind: z.enum(["account", "host"]),
  address,
});

export type HeadPollRow = z.infer<typeof headPollRow>;
export type ChainHaltRow = z.infer<typeof chainHaltRow>;
export type BlockSightingRow = z.infer<typeof blockSightingRow>;
export type TransactionRow = z.infer<typeof transactionRow>;
export type BlockSignatureRow = z.infer<typeof blockSignatureRow>;
export type SlashRow = z.infer<typeof slashRow>;
export type ProbeRoundRow = z.infer<typeof probeRoundRow>;
export type ProbeRow = z.infer<typeof probeRow>;
export type HostReportRow = z.infer<typeof hostReportRow>;
export type SandboxProbeRow = z.infer<typeof sandboxProbeRow>;
export type SandboxActivityRow = z.infer<typeof sandboxActivityRow>;
