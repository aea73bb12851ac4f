import { Accounts } from "./accounts.ts";
import { blockEvents } from "./block-events.ts";
import { Bounded } from "./bounded.ts";
import type { SimulationClock } from "./clock.ts";
import { Consensus } from "./consensus.ts";
import type { EpochStages } from "./epochs.ts";
import { Escrows } from "./escrows.ts";
import { Governance } from "./governance.ts";
import { Grants } from "./grants.ts";
import { Membership } from "./membership.ts";
import { Money } from "./money.ts";
import type { SimulationOptions } from "./options.ts";
import { payersOf } from "./payers.ts";
import { ProofOfCompute } from "./poc.ts";
import { rewardOf } from "./results.ts";
import { Service } from "./service.ts";
import type { Diff, Escrow, Session } from "./sessions-types.ts";
import { type PlannedTx, Transactions } from "./transactions.ts";
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
import { createWorld } from "./world.ts";

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
  /** What the node runs, as the host told the chain; empty when it never did. */
  nodeVersion(host: Host, nodeId: string, height: number): string;

  models(height: number): readonly Model[];
  /** Null before the epoch's pocStart. */
  rootGroup(epoch: number, height: number): RootGroup | null;
  /** Null when the epoch has no group of that model, or none yet. */
  modelGroup(epoch: number, modelId: string, height: number): ModelGroup | null;
  participants(height: number): readonly Participant[];
  participant(host: Host, height: number): Participant;
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

  /**
   * Escrows of an epoch, in the order of their ids, with their whole story: whether the chain knows of one at a height is told by its
   * heights. None before epoch 1, and none in a network too small for sessions.
   */
  escrowsOf(epoch: number): readonly Escrow[];
  /** Null for an id that no epoch so far has. */
  escrow(id: bigint): Escrow | null;
  /** @throws RangeError for an escrow of another network. */
  session(escrow: Escrow): Session;
  /** The diffs made by a moment, unix milliseconds; none while the escrow's block hasn't come. */
  diffsUntil(escrow: Escrow, ms: number): readonly Diff[];

  /** Accounts that are no hosts: agents, their granters, payers and others that send transactions. */
  accounts(): readonly Account[];
  /** Accounts that pay for sessions; one is a host's. */
  payers(): readonly Account[];
  grants(height: number): readonly Grant[];
  /** The same as `grants`, of one granter; quick in a big network too. */
  grantsGivenBy(address: string, height: number): readonly Grant[];
  feeAllowances(height: number): readonly FeeAllowance[];
  feeAllowancesGivenBy(address: string, height: number): readonly FeeAllowance[];
  transactions(height: number): readonly Tx[];
  /** Who sends what in a block, without the bytes: for tests that count over a week of blocks. */
  plannedTransactions(height: number): readonly PlannedTx[];
  /** Events of begin and end of the block. */
  events(height: number): readonly ChainEvent[];
}

/** @throws RangeError if the options make no network: no host, or an epoch shorter than its stages. */
export function createNetwork(options: SimulationOptions, clock: SimulationClock): Network {
  const world = createWorld(options, clock);
  const membership = new Membership(world);
  const consensus = new Consensus(world);
  const poc = new ProofOfCompute(world);
  const accounts = new Accounts(world.draw, options, world.plot);
  const grants = new Grants(world, accounts);
  const governance = new Governance(world);
  const money = new Money(world);
  const service = new Service(world);
  const payers = payersOf(world, accounts);
  const escrows = new Escrows(world, payers, (host, ms) => service.isUp(host, ms));
  const transactions = new Transactions(world, accounts, grants, escrows);
  const listed = [...accounts.all(), ...(payers?.own() ?? [])];
  // Collectors ask about one host after another at one height.
  const hardware = new Bounded<number, ReadonlyMap<Host, readonly MlNode[]>>(3);
  const allGrants = new Bounded<number, readonly Grant[]>(2);
  const allAllowances = new Bounded<number, readonly FeeAllowance[]>(2);
  return {
    options,
    clock,
    chainId: options.chainId,
    stagesOf: world.stagesOf,
    epochsAt: world.epochsAt,
    timeOf: (height) => clock.timeOf(height),
    hosts: (height) => world.hosts.registered(height),
    host: (address) => world.hosts.byAddress(address),
    hostAtIp: (ip) => world.hosts.byIp(ip),
    isHostUp: (host, ms) => service.isUp(host, ms),
    versionsOf: (host, ms) => service.versionsOf(host, ms),
    bridgeBlockOf: (host, ms) => service.bridgeBlockOf(host, ms),
    hardware: (height) => hardware.get(height, () => service.hardware(height)),
    nodeVersion: (host, nodeId, height) => service.nodeVersion(host, nodeId, height),
    models: (height) => world.models.filter(({ registeredAt }) => registeredAt <= height),
    rootGroup: (epoch, height) => membership.rootGroup(epoch, height),
    modelGroup: (epoch, modelId, height) => membership.modelGroup(epoch, modelId, height),
    participants: (height) => membership.participants(height),
    participant: (host, height) => membership.participant(host, height),
    results: (epoch, height) => membership.results(epoch, height),
    settleAmounts: (height) => membership.settleAmounts(height),
    rewardOf,
    exclusions: (epoch, height) => membership.exclusions(epoch, height),
    confirmationEvents: (epoch, height) => poc.confirmationEvents(epoch, height),
    activeConfirmationEvent: (height) => poc.activeConfirmationEvent(height),
    pocSnapshot: (stageStart, height) => poc.snapshot(stageStart, height),
    preservedNodes: (height) => poc.preservedNodes(height),
    storeCommits: (stageStart, height) => poc.storeCommits(stageStart, height),
    delegationsOf: (address, height) => poc.delegationsOf(address, height),
    maintenance: (height) => service.maintenance(height),
    validators: (height) => consensus.validators(height),
    validatorUpdates: (height) => consensus.validatorUpdates(height),
    signed: (host, height) => consensus.signed(host, height),
    proposer: (height) => consensus.proposer(height),
    stakingValidators: (height) => consensus.stakingValidators(height),
    signingInfos: (height) => consensus.signingInfos(height),
    supply: (height) => money.supply(height),
    communityPool: (height) => money.communityPool(height),
    tokenomics: (height) => money.tokenomics(height),
    balanceOf: (address, height) => money.balanceOf(address, height),
    proposals: (height) => governance.proposals(height),
    votes: (proposalId, height) => governance.votes(proposalId, height),
    upgradePlan: (height) => governance.upgradePlan(height),
    lastUpgrade: (height) => governance.lastUpgrade(height),
    escrowsOf: (epoch) => escrows.escrowsOf(epoch),
    escrow: (id) => escrows.escrow(id),
    session: (escrow) => escrows.session(escrow),
    diffsUntil: (escrow, ms) => escrows.diffsUntil(escrow, ms),
    accounts: () => listed,
    payers: () => payers?.all() ?? [],
    grants: (height) => allGrants.get(height, () => grants.all(height)),
    grantsGivenBy: (address, height) => grants.givenBy(address, height),
    feeAllowances: (height) => allAllowances.get(height, () => grants.allowances(height)),
    feeAllowancesGivenBy: (address, height) => grants.allowancesBy(address, height),
    transactions: (height) => transactions.of(height),
    plannedTransactions: (height) => transactions.planned(height),
    events: (height) => blockEvents(world, escrows, height),
  };
}
