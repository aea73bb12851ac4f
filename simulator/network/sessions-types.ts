/** Slots of an escrow's group (devshard_escrow_params.group_size). */
export const GROUP_SIZE = 16;
/** ngonka. */
export const TOKEN_PRICE = 10n;
/** ngonka, once a session. */
export const CREATE_FEE = 10_000n;
/** ngonka for each nonce of a session's active phase. */
export const FEE_PER_NONCE = 1000n;
/** The devshard version that every session is bound to: its binary and its protocol. */
export const SESSION_VERSION = "v4.1";

export interface SlotStats {
  readonly slotId: number;
  readonly missed: number;
  readonly invalid: number;
  /** ngonka. */
  readonly cost: bigint;
}

export interface Settlement {
  readonly height: number;
  /** Last nonce of the session, its finalisation included. */
  readonly nonce: number;
  /** ngonka. */
  readonly fees: bigint;
  /** ngonka: costs and fees. */
  readonly totalPayout: bigint;
  /** ngonka, back to the creator. */
  readonly remainder: bigint;
  /** One row a slot, in the arbitrary order of the message. */
  readonly hostStats: readonly SlotStats[];
}

/** Money locked on the chain for one session. What isn't of its first block is of the whole story: compare heights. */
export interface Escrow {
  /** Sequential over the epochs, in the order of creation. */
  readonly id: bigint;
  readonly epoch: number;
  /** gonka1… */
  readonly creator: string;
  /** ngonka. */
  readonly amount: bigint;
  readonly modelId: string;
  /** Host address of each slot; a host may have several. */
  readonly slots: readonly string[];
  readonly tokenPrice: bigint;
  readonly createDevshardFee: bigint;
  readonly feePerNonce: bigint;
  readonly version: string;
  readonly createdHeight: number;
  /** Null if nobody ever settles it. */
  readonly settledHeight: number | null;
  /** Made when it is first asked for. */
  readonly settlement: Settlement | null;
  /** The first height at which the chain knows nothing of it any more, settled or not: a block after setNewValidators(epoch + 2). */
  readonly prunedHeight: number;
}

/** What a diff carries, with the values of the wire; hashes and signatures are left to the face. */
export type SessionTx =
  | {
      readonly kind: "start";
      readonly inferenceId: number;
      readonly model: string;
      readonly inputLength: number;
      readonly maxTokens: number;
      /** Unix seconds; unix MILLISECONDS for the gateway's own protocol-only starts, as recorded. */
      readonly startedAt: number;
    }
  /** `confirmedAt`: unix seconds. */
  | { readonly kind: "confirm"; readonly inferenceId: number; readonly confirmedAt: number }
  | {
      readonly kind: "finish";
      readonly inferenceId: number;
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly executorSlot: number;
    }
  /** 1 refused, 2 execution; `voters` are slots. */
  | { readonly kind: "timeout"; readonly inferenceId: number; readonly reason: 1 | 2; readonly voters: readonly number[] }
  | { readonly kind: "validation"; readonly inferenceId: number; readonly validatorSlot: number; readonly valid: boolean }
  | { readonly kind: "vote"; readonly inferenceId: number; readonly voterSlot: number; readonly valid: boolean }
  | { readonly kind: "finalize" };

export interface Diff {
  /** From 1, without gaps. */
  readonly nonce: number;
  /** Simulated unix milliseconds at which it was made. */
  readonly ms: number;
  readonly txs: readonly SessionTx[];
}

/** Tokens that the executor's ML node computed and its counters show. */
export interface Work {
  readonly ms: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export interface SlotVerdict {
  readonly slot: number;
  readonly valid: boolean;
}

/** One inference as its whole story leaves it. */
export interface Inference {
  /** The nonce of its start. */
  readonly id: number;
  readonly model: string;
  readonly inputLength: number;
  readonly maxTokens: number;
  readonly startedAtMs: number;
  readonly confirmedAtMs: number | null;
  /** When the host was done; the diff that says so comes later. */
  readonly finishedAtMs: number | null;
  /** Of its finish; null without one. */
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly timeout: null | 1 | 2;
  /** Its slot is `id % slots`. */
  readonly executorSlot: number;
  readonly executor: string;
  /** A start without a payload: no host ever works on it (host counters: `no_receipt_expected`, `payload_absent`). */
  readonly protocolOnly: boolean;
  /** What the executor computed: its finish, or an answer that lost a race and never reached a diff; null if nothing. */
  readonly work: Work | null;
  readonly validations: readonly SlotVerdict[];
  readonly votes: readonly SlotVerdict[];
  /** More than half of the slots voted against it. */
  readonly invalidated: boolean;
}

/** What happens off the chain, from the first diff to the last. */
export interface Session {
  readonly escrow: Escrow;
  readonly startMs: number;
  readonly diffs: readonly Diff[];
  /** In the order of their ids. */
  readonly inferences: readonly Inference[];
  /** Nonces before the finalisation's empty diffs: what fees are paid for. */
  readonly activeNonces: number;
  /** When the `finalize_round` was made; null in a session that its gateway left. */
  readonly finalizedMs: number | null;
}

/** Escrows and their sessions. */
export interface Sessions {
  /** Of an epoch, in the order of their ids; none before epoch 1, and none in a network too small to have them. */
  escrowsOf(epoch: number): readonly Escrow[];
  /** Null for an id that no epoch so far has. Whether the chain knows it at a height: compare heights. */
  escrow(id: bigint): Escrow | null;
  session(escrow: Escrow): Session;
  /** The diffs made by a moment; none while the escrow's block hasn't come. */
  diffsUntil(escrow: Escrow, ms: number): readonly Diff[];
}
