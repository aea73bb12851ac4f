import type { Method } from "../method.ts";
import { delegatedAccounts } from "./agt.delegated_accounts.v1.ts";
import { busyShare } from "./aux.busy_share.v1.ts";
import { chainCapacity } from "./aux.chain_capacity.v1.ts";
import { hostUptime } from "./aux.host_uptime.v1.ts";
import { sessionOutcomes } from "./aux.session_outcomes.v1.ts";
import { settledTokens } from "./aux.settled_tokens.v1.ts";
import { spendPerPayer } from "./aux.spend_per_payer.v1.ts";
import { tokensClassic } from "./aux.tokens_classic.v1.ts";
import { tokensHostCounters } from "./aux.tokens_host_counters.v1.ts";
import { tokensHostEpochStats } from "./aux.tokens_host_epoch_stats.v1.ts";
import { tokensMlnodes } from "./aux.tokens_mlnodes.v1.ts";
import { tokensReconciliation } from "./aux.tokens_reconciliation.v1.ts";
import { tokensSessions } from "./aux.tokens_sessions.v1.ts";
import { tokensSettled } from "./aux.tokens_settled.v1.ts";

import { gpusRegistered } from "./cap.gpus_registered.v1.ts";
import { h100eConfirmed } from "./cap.h100e_confirmed.v1.ts";
import { h100eConfirmedByHardware } from "./cap.h100e_confirmed.v2.ts";
import { hostsActive } from "./cap.hosts_active.v1.ts";
import { hostsNetNew30d } from "./cap.hosts_net_new_30d.v1.ts";
import { weightTop3Share } from "./cap.weight_top3_share.v1.ts";
import { repeatUsage } from "./dev.repeat_usage.v1.ts";
import { altQualityPass } from "./hw.alt_quality_pass.v1.ts";
import { nonDefaultShare } from "./hw.non_default_share.v1.ts";
import { imageAdoption } from "./img.adoption.v1.ts";
import { groupLosses } from "./mdl.group_losses.v1.ts";
import { hostsPerModel } from "./mdl.hosts_per_model.v1.ts";
import { launchLeadTime } from "./mdl.launch_lead_time.v1.ts";
import { launchSuccess } from "./mdl.launch_success.v1.ts";
import { newModelTokenShare } from "./mdl.new_model_token_share.v1.ts";
import { voteMargin } from "./mdl.vote_margin.v1.ts";
import { capacityFollowsDemand } from "./mkm.capacity_follows_demand.v1.ts";
import { gamingFlags } from "./mkm.gaming_flags.v1.ts";
import { rewardWorkCorr } from "./mkm.reward_work_corr.v1.ts";
import { triggerDays } from "./mkm.trigger_days.v1.ts";
import { penaltiesInWindow } from "./mnt.penalties_in_window.v1.ts";
import { protectedDowntime } from "./mnt.protected_downtime.v1.ts";
import { windowsUsed } from "./mnt.windows_used.v1.ts";
import { chainLiveness } from "./rel.chain_liveness.v1.ts";
import { hostFailureRate } from "./rel.host_failure_rate.v1.ts";
import { validationSettlement } from "./rel.validation_settlement.v1.ts";
import { confirmationRatioP10 } from "./ret.confirmation_ratio_p10.v1.ts";
import { chainConfirmationRatioP10 } from "./ret.confirmation_ratio_p10.v2.ts";
import { exclusionRate } from "./ret.exclusion_rate.v1.ts";
import { exclusionRateWithJail } from "./ret.exclusion_rate.v2.ts";
import { hostRetention30d } from "./ret.host_retention_30d.v1.ts";
import { rewardPerH100e } from "./ret.reward_per_h100e.v1.ts";
import { weightRetention30d } from "./ret.weight_retention_30d.v1.ts";
import { weightRetentionByHardware } from "./ret.weight_retention_30d.v2.ts";
import { sandboxActiveUsers } from "./sbx.active_users.v1.ts";
import { sandboxAvailability } from "./sbx.availability.v1.ts";
import { capacityTps } from "./scl.capacity_tps.v1.ts";
import { modelsActive } from "./scl.models_active.v1.ts";
import { pocRealCorr } from "./scl.poc_real_corr.v1.ts";
import { throughputPerH100e } from "./scl.throughput_per_h100e.v1.ts";
import { usableH100e } from "./scl.usable_h100e.v1.ts";
import { utilization } from "./scl.utilization.v1.ts";
import { firstEpochSuccess } from "./sup.first_epoch_success.v1.ts";
import { onboardingTime } from "./sup.onboarding_time.v1.ts";
import { activePayers } from "./use.active_payers.v1.ts";
import { newDevsActivated } from "./use.new_devs_activated.v1.ts";
import { tokensDay } from "./use.tokens_day.v1.ts";
import { valueFlowHost } from "./use.value_flow_host.v1.ts";

/** Every method of every indicator. */
export const METHODS: readonly Method[] = [
  h100eConfirmed,
  h100eConfirmedByHardware,
  gpusRegistered,
  hostsActive,
  hostsNetNew30d,
  weightTop3Share,
  hostRetention30d,
  weightRetention30d,
  weightRetentionByHardware,
  exclusionRate,
  exclusionRateWithJail,
  rewardPerH100e,
  confirmationRatioP10,
  chainConfirmationRatioP10,
  hostFailureRate,
  chainLiveness,
  usableH100e,
  modelsActive,
  onboardingTime,
  launchLeadTime,
  launchSuccess,
  hostsPerModel,
  voteMargin,
  groupLosses,
  delegatedAccounts,
  nonDefaultShare,
  windowsUsed,
  protectedDowntime,
  penaltiesInWindow,
  imageAdoption,
  sandboxAvailability,
  sandboxActiveUsers,
  rewardWorkCorr,
  firstEpochSuccess,
  activePayers,
  newDevsActivated,
  repeatUsage,
  valueFlowHost,
  validationSettlement,
  capacityTps,
  utilization,
  throughputPerH100e,
  pocRealCorr,
  newModelTokenShare,
  altQualityPass,
  triggerDays,
  capacityFollowsDemand,
  gamingFlags,
  sessionOutcomes,
  spendPerPayer,
  settledTokens,
  hostUptime,
  tokensDay,
  tokensSettled,
  tokensHostEpochStats,
  tokensSessions,
  tokensHostCounters,
  tokensMlnodes,
  tokensReconciliation,
  tokensClassic,
  busyShare,
  chainCapacity,
];

/** The methods of one indicator, oldest first. */
export const methodsOf = (indicator: string, methods: readonly Method[] = METHODS): readonly Method[] =>
  methods.filter((method) => method.indicator === indicator).sort((a, b) => a.version - b.version);

/** First epochs of the methods that start with their facts, by `startKey`; one that never started on the chain isn't in it. */
export type MethodStarts = ReadonlyMap<string, number>;
export const startKey = ({ indicator, version }: Pick<Method, "indicator" | "version">) => `${indicator} v${version}`;

/** The first epoch at which a method holds on a chain; null where it doesn't yet. */
export const firstEpochOf = (method: Method, starts: MethodStarts): number | null =>
  method.startsWithFacts ? (starts.get(startKey(method)) ?? null) : method.validFromEpoch;

/** The method that holds at an epoch: the newest that is valid there, else the oldest (whose value is then `not_enough_data`). */
export function methodAt(
  indicator: string,
  epoch: number,
  starts: MethodStarts,
  methods: readonly Method[] = METHODS,
): Method | undefined {
  const all = methodsOf(indicator, methods);
  const holds = (method: Method) => (firstEpochOf(method, starts) ?? Number.POSITIVE_INFINITY) <= epoch;
  return all.findLast(holds) ?? all[0];
}
