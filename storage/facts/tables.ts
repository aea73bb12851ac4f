import type { z } from "zod";
import * as feeds from "./feed-rows.ts";
import * as inference from "./inference-rows.ts";
import * as live from "./live-rows.ts";
import * as observed from "./observed-rows.ts";
import {
  blockRow,
  clockRow,
  epochMemberRow,
  epochNodeRow,
  epochResultRow,
  epochRow,
  exclusionRow,
  headRow,
  modelMemberRow,
  paramsRow,
  pocEventRow,
} from "./rows.ts";

/** A fact table: its name in the schema and the one definition of its rows. `keyed` tables hold rows under the hash of the answer they came in. */
export interface FactTable<Shape extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly row: Shape;
  readonly columns: readonly string[];
}

const table = <Shape extends z.ZodObject>(name: string, row: Shape): FactTable<Shape> => ({
  name,
  row,
  columns: Object.keys(row.shape),
});

export const EPOCHS = table("epochs", epochRow);
export const EPOCH_MEMBERS = table("epoch_members", epochMemberRow);
export const MODEL_MEMBERS = table("model_members", modelMemberRow);
export const EPOCH_NODES = table("epoch_nodes", epochNodeRow);
export const EPOCH_RESULTS = table("epoch_results", epochResultRow);
export const EXCLUSIONS = table("exclusions", exclusionRow);
export const POC_EVENTS = table("poc_events", pocEventRow);
export const PARAMS = table("params", paramsRow);
export const HEADS = table("heads", headRow);
export const CLOCKS = table("clocks", clockRow);
export const BLOCKS = table("blocks", blockRow);

export const PARTICIPANTS = table("participants", live.participantRow);
export const PARTICIPANT_STATS = table("participant_stats", live.participantStatsRow);
export const HARDWARE = table("hardware", live.hardwareRow);
export const VALIDATORS = table("validators", live.validatorRow);
export const SIGNING_INFOS = table("signing_infos", live.signingInfoRow);
export const SLASHING_PARAMS = table("slashing_params", live.slashingParamsRow);
export const SUPPLY = table("supply", live.supplyRow);
export const COMMUNITY_POOL = table("community_pool", live.communityPoolRow);
export const TOKENOMICS = table("tokenomics", live.tokenomicsRow);
export const SETTLE_AMOUNTS = table("settle_amounts", live.settleAmountRow);
export const POC_SNAPSHOTS = table("poc_snapshots", live.pocSnapshotRow);
export const POC_VOTING_POWERS = table("poc_voting_powers", live.pocVotingPowerRow);
export const POC_DELEGATIONS = table("poc_delegations", live.pocDelegationRow);
export const PRESERVED_NODES = table("preserved_nodes", live.preservedNodeRow);
export const MAINTENANCE_WINDOWS = table("maintenance_windows", live.maintenanceWindowRow);
export const MODELS = table("models", live.modelRow);
export const PROPOSALS = table("proposals", live.proposalRow);
export const TALLIES = table("tallies", live.tallyRow);
export const UPGRADE_PLANS = table("upgrade_plans", live.upgradePlanRow);
export const GRANTS = table("grants", live.grantRow);
export const GRANTERS = table("granters", live.granterRow);

export const MODEL_CAPACITIES = table("model_capacities", live.modelCapacityRow);
export const CLASSIC_STATS = table("classic_stats", live.classicStatsRow);
export const CLASSIC_MODEL_STATS = table("classic_model_stats", live.classicModelStatsRow);

export const HEAD_POLLS = table("head_polls", observed.headPollRow);
export const CHAIN_HALTS = table("chain_halts", observed.chainHaltRow);
export const BLOCK_SIGHTINGS = table("block_sightings", observed.blockSightingRow);
export const TRANSACTIONS = table("transactions", observed.transactionRow);
export const BLOCK_SIGNATURES = table("block_signatures", observed.blockSignatureRow);
export const SLASHES = table("slashes", observed.slashRow);
export const PROBE_ROUNDS = table("probe_rounds", observed.probeRoundRow);
export const PROBES = table("probes", observed.probeRow);
export const HOST_REPORTS = table("host_reports", observed.hostReportRow);
export const SANDBOX_PROBES = table("sandbox_probes", observed.sandboxProbeRow);
export const SANDBOX_ACTIVITY = table("sandbox_activity", observed.sandboxActivityRow);

export const ESCROW_OPENINGS = table("escrow_openings", inference.escrowOpeningRow);
export const ESCROWS = table("escrows", inference.escrowRow);
export const ESCROW_EXPIRIES = table("escrow_expiries", inference.escrowExpiryRow);
export const ESCROW_SEARCHES = table("escrow_searches", inference.escrowSearchRow);
export const SETTLEMENTS = table("settlements", inference.settlementRow);
export const SETTLEMENT_SLOTS = table("settlement_slots", inference.settlementSlotRow);
export const HOST_EPOCH_STATS = table("host_epoch_stats", inference.hostEpochStatsRow);
export const SESSION_LISTINGS = table("session_listings", inference.sessionListingRow);
export const SESSION_DETAILS = table("session_details", inference.sessionDetailRow);
export const SESSION_READS = table("session_reads", inference.sessionReadRow);
export const INFERENCES = table("inferences", inference.inferenceRow);
export const HOST_COUNTERS = table("host_counters", inference.hostCounterRow);
export const COUNTER_SCRAPES = table("counter_scrapes", inference.counterScrapeRow);
export const MEMBERSHIP_PROOFS = table("membership_proofs", inference.membershipProofRow);

export const FEED_ENTRIES = table("feed_entries", feeds.feedEntryRow);
export const FEED_SUBMISSIONS = table("feed_submissions", feeds.feedSubmissionRow);
