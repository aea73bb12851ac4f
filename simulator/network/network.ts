import type { SimulationClock } from "./clock.ts";
import type { EpochStages } from "./epochs.ts";
import type { SimulationOptions } from "./options.ts";
import type {
  Account,
  ChainEvent,
  ConfirmationEvent,
  ConsensusValidator,
  Exclusion,
  FeeAllowance,
  Grant,
  Host,
  HostVersions,
  MaintenanceReservation,
  MlNode,
  Model,
  ModelGroup,
  Participant,
  PocDelegations,
  PocSnapshot,
  PreservedNodes,
  Proposal,
  Result,
  RootGroup,
  SettleAmount,
  SigningInfo,
  StakingValidator,
  StoreCommit,
  Tokenomics,
  Tx,
  UpgradePlan,
  Vote,
} from "./types.ts";

/**
 * The simulated network: what holds at a height, for any height, old or to come. It is a function of its options alone; only the
 * clock it is given moves. Heights are at the end of that block. No JSON here: that is the business of the faces.
 */
export interface Network {
  readonly options: SimulationOptions;
  readonly clock: SimulationClock;
  readonly chainId: string;

  stagesOf(epoch: number): EpochStages;
  epochsAt(height: number): { readonly latest: number; readonly effective: number };
  /** Header time of a block, unix milliseconds. */
  timeOf(height: number): number;

  /** Every host registered at the height, in the order of registration. */
  hosts(height: number): readonly Host[];
  host(address: string): Host | null;
  /** The host with a loopback address, registered by now or not. */
  hostAtIp(ip: string): Host | null;
  isHostUp(host: Host, ms: number): boolean;
  versionsOf(host: Host, ms: number): HostVersions;
  /** Newest Ethereum block the host's bridge has seen; null when it doesn't know. */
  bridgeBlockOf(host: Host, ms: number): number | null;
  /** What each host has told about its ML nodes; hosts that never told are left out. */
  hardware(height: number): ReadonlyMap<Host, readonly MlNode[]>;

  models(height: number): readonly Model[];
  /** Null before the epoch's pocStart. */
  rootGroup(epoch: number, height: number): RootGroup | null;
  /** Null when the epoch has no group of that model, or none yet. */
  modelGroup(epoch: number, modelId: string, height: number): ModelGroup | null;
  participants(height: number): readonly Participant[];
  /** Empty before the settlement, in the block of validationEnd of the epoch after. */
  results(epoch: number, height: number): readonly Result[];
  settleAmounts(height: number): readonly SettleAmount[];
  /** The epoch's whole mint in ngonka. */
  rewardOf(epoch: number): bigint;
  exclusions(epoch: number, height: number): readonly Exclusion[];
  confirmationEvents(epoch: number, height: number): readonly ConfirmationEvent[];
  activeConfirmationEvent(height: number): ConfirmationEvent | null;
  /** Null outside of pocStart to setNewValidators. */
  pocSnapshot(stageStart: number, height: number): PocSnapshot | null;
  preservedNodes(height: number): PreservedNodes | null;
  storeCommits(stageStart: number, height: number): readonly StoreCommit[];
  delegationsOf(address: string, height: number): PocDelegations;
  maintenance(height: number): readonly MaintenanceReservation[];

  /** The set that signs this block, largest power first. */
  validators(height: number): readonly ConsensusValidator[];
  /** What this block's results change in the set, in force two blocks later; power 0 removes. */
  validatorUpdates(height: number): readonly ConsensusValidator[];
  /** Whether the validator's signature of this block is in the next block's commit. */
  signed(host: Host, height: number): boolean;
  proposer(height: number): Host | null;
  stakingValidators(height: number): readonly StakingValidator[];
  signingInfos(height: number): readonly SigningInfo[];

  /** ngonka. */
  supply(height: number): bigint;
  /** ngonka. */
  communityPool(height: number): bigint;
  tokenomics(height: number): Tokenomics;
  /** ngonka. */
  balanceOf(address: string, height: number): bigint;
  proposals(height: number): readonly Proposal[];
  votes(proposalId: number, height: number): readonly Vote[];
  upgradePlan(height: number): UpgradePlan | null;
  lastUpgrade(height: number): UpgradePlan | null;

  /** Accounts that are no hosts: agents, their granters and others that send transactions. */
  accounts(): readonly Account[];
  grants(height: number): readonly Grant[];
  feeAllowances(height: number): readonly FeeAllowance[];
  transactions(height: number): readonly Tx[];
  /** Events of begin and end of the block. */
  events(height: number): readonly ChainEvent[];
}

/** @throws RangeError if the options make no network: no host, or an epoch shorter than its stages. */
export function createNetwork(_options: SimulationOptions, _clock: SimulationClock): Network {
  throw new Error("not built yet");
}
