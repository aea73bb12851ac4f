import type { Keys } from "./keys.ts";

/** value · 10^exponent, as the inference module writes decimals. */
export interface Decimal {
  readonly value: bigint;
  readonly exponent: number;
}

export interface Coin {
  readonly denom: string;
  readonly amount: bigint;
}

export interface Model {
  readonly id: string;
  readonly proposedBy: string;
  readonly scale: Decimal;
  readonly validationThreshold: Decimal;
  readonly vRam: bigint;
  readonly throughputPerNonce: bigint;
  readonly hfRepo: string;
  readonly hfCommit: string;
  readonly args: readonly string[];
  readonly contextWindow: bigint;
  /** Null for models of the genesis. */
  readonly proposalId: number | null;
  /** First height at which the model is registered. */
  readonly registeredAt: number;
  /** First epoch that has a group of it: hosts try to serve it. */
  readonly groupsFrom: number;
}

export interface Hardware {
  /** `<NVML name> | <GB>GB`, as the host's service fills it in. */
  readonly type: string;
  readonly count: number;
}

export interface MlNode {
  readonly id: string;
  readonly modelId: string;
  /** Empty when the host never told. */
  readonly hardware: readonly Hardware[];
  readonly status: "INFERENCE" | "POC" | "STOPPED" | "FAILED" | "UNKNOWN";
}

export interface Host {
  readonly index: number;
  readonly address: string;
  readonly operatorAddress: string;
  /** Upper-case hex, as CometBFT writes it. */
  readonly consensusAddress: string;
  /** gonkavalcons1… */
  readonly consensusBech32: string;
  readonly validatorKeyBase64: string;
  readonly keys: Keys;
  /** The warm key that signs the host's transactions. */
  readonly warm: Account;
  /** The host's own loopback address, 127.x.y.z. */
  readonly ip: string;
  readonly url: string;
  readonly moniker: string;
  readonly joinHeight: number;
  readonly joinTimeMs: number;
}

export interface Account {
  readonly address: string;
  readonly keys: Keys;
}

export interface Member {
  readonly host: Host;
  readonly weight: bigint;
  readonly confirmationWeight: bigint;
  readonly votingPower: bigint;
  readonly reputation: number;
}

export interface RootGroup {
  readonly epoch: number;
  readonly groupId: number;
  /** Empty before validationEnd. */
  readonly members: readonly Member[];
  readonly totalWeight: bigint;
  /** 0 before setNewValidators. */
  readonly effectiveHeight: number;
  /** 0 until the next epoch takes over. */
  readonly lastHeight: number;
  readonly models: readonly Model[];
}

export interface GroupNode {
  readonly node: MlNode;
  readonly pocWeight: bigint;
  /** Keeps serving during PoC. */
  readonly preserved: boolean;
}

export interface GroupMember {
  readonly host: Host;
  /** Raw nonce weight: the sum over the nodes. */
  readonly weight: bigint;
  readonly confirmationWeight: bigint;
  readonly votingPower: bigint;
  readonly nodes: readonly GroupNode[];
}

export interface ModelGroup {
  readonly epoch: number;
  readonly groupId: number;
  readonly model: Model;
  readonly members: readonly GroupMember[];
  readonly totalWeight: bigint;
}

export interface Counts {
  readonly inferenceCount: bigint;
  readonly missedRequests: bigint;
  readonly validated: bigint;
  readonly invalidated: bigint;
  readonly earned: bigint;
}

/** A row of the epoch's performance summary. */
export interface Result extends Counts {
  readonly host: Host;
  readonly epoch: number;
  readonly rewarded: bigint;
  readonly claimed: boolean;
}

export type ExclusionReason = "failed_confirmation_poc" | "downtime" | "consecutive_failures" | "statistical_invalidations";

export interface Exclusion {
  readonly host: Host;
  readonly epoch: number;
  readonly reason: ExclusionReason;
  readonly height: number;
}

export interface Participant {
  readonly host: Host;
  readonly status: "ACTIVE" | "INACTIVE" | "INVALID";
  readonly epochsCompleted: number;
  readonly counts: Counts;
  /** Null before the epoch's first confirmation PoC is over. */
  readonly confirmationRatio: Decimal | null;
}

export interface SettleAmount {
  readonly host: Host;
  readonly epoch: number;
  readonly reward: bigint;
  readonly work: bigint;
}

export interface ConsensusValidator {
  readonly host: Host;
  readonly power: bigint;
}

export interface StakingValidator {
  readonly host: Host;
  readonly tokens: bigint;
  readonly jailed: boolean;
  readonly status: "BOND_STATUS_BONDED" | "BOND_STATUS_UNBONDING" | "BOND_STATUS_UNBONDED";
}

export interface SigningInfo {
  readonly host: Host;
  readonly startHeight: number;
  /** Unix milliseconds; 0 = never jailed. */
  readonly jailedUntilMs: number;
  readonly missedBlocks: number;
}

export interface Tokenomics {
  readonly totalFees: bigint;
  readonly totalSubsidies: bigint;
  readonly totalRefunded: bigint;
  readonly totalBurned: bigint;
}

export interface Tally {
  readonly yes: bigint;
  readonly abstain: bigint;
  readonly no: bigint;
  readonly noWithVeto: bigint;
}

export type ProposalStatus =
  | "PROPOSAL_STATUS_DEPOSIT_PERIOD"
  | "PROPOSAL_STATUS_VOTING_PERIOD"
  | "PROPOSAL_STATUS_PASSED"
  | "PROPOSAL_STATUS_REJECTED"
  | "PROPOSAL_STATUS_FAILED";

export interface Proposal {
  readonly id: number;
  readonly title: string;
  readonly summary: string;
  readonly proposer: string;
  readonly status: ProposalStatus;
  readonly failedReason: string;
  /** The model its message registers, if it is one of those. */
  readonly registers: Model | null;
  readonly upgrade: UpgradePlan | null;
  readonly submitMs: number;
  readonly depositEndMs: number;
  /** Null while it waits for its deposit. */
  readonly votingStartMs: number | null;
  readonly votingEndMs: number | null;
  /** The running tally while it is voted on, the final one afterwards. */
  readonly tally: Tally;
}

export interface Vote {
  readonly proposalId: number;
  readonly voter: string;
  readonly option: "VOTE_OPTION_YES" | "VOTE_OPTION_NO" | "VOTE_OPTION_ABSTAIN";
}

export interface UpgradePlan {
  readonly name: string;
  readonly height: number;
  readonly info: string;
}

export interface Grant {
  readonly granter: string;
  readonly grantee: string;
  /** Message type URL with its leading slash. */
  readonly message: string;
  /** Unix milliseconds; null = no end. */
  readonly expirationMs: number | null;
}

export interface FeeAllowance {
  readonly granter: string;
  readonly grantee: string;
  readonly expirationMs: number | null;
  readonly spendLimit: readonly Coin[];
}

/** A message inside a transaction: its type URL, its protobuf bytes and the same as the REST gateway writes it. */
export interface Message {
  readonly typeUrl: string;
  readonly value: Uint8Array;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Tx {
  readonly height: number;
  readonly index: number;
  /** The whole TxRaw. */
  readonly bytes: Uint8Array;
  /** Upper-case hex of sha256(bytes). */
  readonly hash: string;
  readonly signer: Account;
  readonly sequence: bigint;
  /** Who pays the fee if not the signer. */
  readonly feeGranter: string;
  readonly messages: readonly Message[];
  readonly code: number;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
  readonly events: readonly ChainEvent[];
}

export interface ChainEvent {
  readonly type: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

export type ConfirmationPhase =
  | "CONFIRMATION_POC_GRACE_PERIOD"
  | "CONFIRMATION_POC_GENERATION"
  | "CONFIRMATION_POC_VALIDATION"
  | "CONFIRMATION_POC_COMPLETED";

export interface ConfirmationEvent {
  readonly epoch: number;
  readonly sequence: number;
  readonly triggerHeight: number;
  readonly generationStart: number;
  readonly generationEnd: number;
  readonly validationStart: number;
  readonly validationEnd: number;
  readonly phase: ConfirmationPhase;
  readonly seedBlockHash: string;
}

export interface PocSnapshot {
  readonly stageStart: number;
  /** 0 and no powers before validationStart. */
  readonly snapshotHeight: number;
  readonly appHash: Uint8Array;
  readonly generationStartMs: number;
  readonly exchangeEndMs: number;
  readonly powers: readonly {
    readonly modelId: string;
    readonly powers: readonly { readonly host: Host; readonly power: bigint }[];
  }[];
  readonly totalNetworkWeight: bigint;
}

export interface StoreCommit {
  readonly host: Host;
  readonly modelId: string;
  readonly count: number;
  readonly rootHash: Uint8Array;
}

export interface PocDelegations {
  readonly delegations: readonly { readonly modelId: string; readonly delegator: string; readonly delegateTo: string }[];
  readonly refusals: readonly { readonly modelId: string; readonly participant: string }[];
  readonly intents: readonly { readonly modelId: string; readonly participant: string }[];
}

export interface PreservedNodes {
  readonly anchorHeight: number;
  readonly models: readonly {
    readonly modelId: string;
    readonly participants: readonly { readonly host: Host; readonly nodeIds: readonly string[] }[];
  }[];
}

export interface MaintenanceReservation {
  readonly id: number;
  readonly host: Host;
  readonly startHeight: number;
  readonly durationBlocks: number;
  readonly status: "SCHEDULED" | "ACTIVE" | "COMPLETED";
}

/** What a host's `/v1/versions` says; `mlNodes` is null on hosts that don't tell. */
export interface HostVersions {
  readonly api: string;
  readonly node: string;
  readonly mlNodes:
    | readonly { readonly nodeId: string; readonly version: string; readonly pocValidationInference: boolean }[]
    | null;
}
