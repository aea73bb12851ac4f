import type { Network } from "../network/network.ts";
import type { Host } from "../network/types.ts";
import { weightOfH100 } from "./capacity.ts";
import { median, quantile, spearman } from "./statistics.ts";
import {
  activeOf,
  countedHeight,
  epochsOfThirtyDays,
  excludedOf,
  lastHeight,
  membersOf,
  ONLY_VALUE,
  ratio,
  settledHeight,
  startOf,
  type TruthOf,
  thirtyDaysBefore,
  UNKNOWN,
} from "./truth.ts";

const HOUR_MS = 3_600_000;

const hostsActive: TruthOf = (network, epoch) => ({ value: activeOf(network, epoch).length, ...ONLY_VALUE });

/** First epoch of each host as a member; with weight, where that is asked for. */
function firstEpochs(network: Network, until: number, weighted: boolean): ReadonlyMap<Host, number> {
  const first = new Map<Host, number>();
  for (let epoch = 1; epoch <= until; epoch++) {
    for (const { host, weight } of membersOf(network, epoch))
      if ((!weighted || weight > 0n) && !first.has(host)) first.set(host, epoch);
  }
  return first;
}

/** Hosts with weight in the epoch or one of the two before it. */
function lately(network: Network, epoch: number): ReadonlySet<Host> {
  const hosts = new Set<Host>();
  for (const back of [0, 1, 2]) for (const { host, weight } of membersOf(network, epoch - back)) if (weight > 0n) hosts.add(host);
  return hosts;
}

const hostsNetNew: TruthOf = (network, epoch) => {
  const base = thirtyDaysBefore(network, epoch);
  if (base === null) return UNKNOWN;
  const arrived = [...firstEpochs(network, epoch, true).values()].filter((first) => first > base).length;
  const present = lately(network, epoch);
  const gone = activeOf(network, base).filter(({ host }) => !present.has(host)).length;
  return { value: arrived - gone, ...ONLY_VALUE };
};

const hostRetention: TruthOf = (network, epoch) => {
  const base = thirtyDaysBefore(network, epoch);
  if (base === null) return UNKNOWN;
  const recent = new Set([0, 1, 2].flatMap((back) => activeOf(network, epoch - back).map(({ host }) => host)));
  const cohort = activeOf(network, base);
  return ratio(cohort.filter(({ host }) => recent.has(host)).length, cohort.length);
};

/** Root weights; both sides in H100-equivalents of the epoch's own calibration, since no coefficient changes in the plot. */
const weightRetention: TruthOf = (network, epoch) => {
  const base = thirtyDaysBefore(network, epoch);
  const one = weightOfH100(network, epoch);
  if (base === null || one === null) return UNKNOWN;
  const now = new Map(membersOf(network, epoch).map(({ host, weight }) => [host, weight]));
  const cohort = activeOf(network, base);
  const before = cohort.reduce((total, { weight }) => total + weight, 0n);
  const after = cohort.reduce((total, { host }) => total + (now.get(host) ?? 0n), 0n);
  return { value: Number(after) / Number(before), numerator: Number(after) / one, denominator: Number(before) / one };
};

/** Members excluded during the epoch, or at its last height jailed, INACTIVE or INVALID, ÷ members. */
const exclusionRate: TruthOf = (network, epoch) => {
  const last = lastHeight(network, epoch);
  const out = new Set(excludedOf(network, epoch));
  for (const { host, jailed } of network.stakingValidators(last)) if (jailed) out.add(host);
  for (const { host, status } of network.participants(last)) if (status !== "ACTIVE") out.add(host);
  const members = membersOf(network, epoch);
  return ratio(members.filter(({ host }) => out.has(host)).length, members.length);
};

/** Members with raw weight, the chain's own ratio, at most 1. */
const confirmationRatio: TruthOf = (network, epoch) => {
  const height = lastHeight(network, epoch);
  const weighted = new Set<Host>();
  for (const { id } of network.rootGroup(epoch, height)?.models ?? []) {
    for (const { host, weight } of network.modelGroup(epoch, id, height)?.members ?? []) if (weight > 0n) weighted.add(host);
  }
  const ratios = [...weighted].flatMap((host) => {
    const chain = network.participant(host, countedHeight(network, epoch)).confirmationRatio;
    return chain === null ? [] : [Math.min(1, Number(chain.value) * 10 ** chain.exponent)];
  });
  return { value: quantile(ratios, 0.1), ...ONLY_VALUE };
};

const failureRate: TruthOf = (network, epoch) => {
  const results = network.results(epoch, settledHeight(network, epoch));
  const failed = results.reduce((total, { missedRequests, invalidated }) => total + missedRequests + invalidated, 0n);
  const assigned = results.reduce((total, { inferenceCount, missedRequests }) => total + inferenceCount + missedRequests, 0n);
  return ratio(Number(failed), Number(assigned));
};

/** All rows of the epoch's results. Shares order as the coins themselves do. */
const rewardWorkCorrelation: TruthOf = (network, epoch) => {
  const results = network.results(epoch, settledHeight(network, epoch));
  const value = spearman(
    results.map(({ rewarded }) => Number(rewarded)),
    results.map(({ earned }) => Number(earned)),
  );
  return { value, ...ONLY_VALUE };
};

/** Hours from registration to the start of the first epoch with weight, of hosts whose first such epoch began in the 30 days before the end. */
const onboardingTime: TruthOf = (network, epoch) => {
  const window = epochsOfThirtyDays(network, epoch);
  const hours = [...firstEpochs(network, epoch, true)].flatMap(([host, first]) =>
    window.includes(first) ? [(startOf(network, first) - host.joinTimeMs) / HOUR_MS] : [],
  );
  return { value: median(hours), ...ONLY_VALUE };
};

/** New: first epoch as a member, with weight or without, in the 30 days before the end, and its second one is this or an earlier one. */
const firstEpochSuccess: TruthOf = (network, epoch) => {
  const window = epochsOfThirtyDays(network, epoch);
  const fresh = [...firstEpochs(network, epoch, false)].filter(([, first]) => window.includes(first) && first < epoch);
  const good = fresh.filter(([host, first]) =>
    [first, first + 1].every((one) => activeOf(network, one).some((member) => member.host === host)),
  );
  return ratio(good.length, fresh.length);
};

export const HOSTS: Readonly<Record<string, TruthOf>> = {
  "cap.hosts_active": hostsActive,
  "cap.hosts_net_new_30d": hostsNetNew,
  "ret.host_retention_30d": hostRetention,
  "ret.weight_retention_30d": weightRetention,
  "ret.exclusion_rate": exclusionRate,
  "ret.confirmation_ratio_p10": confirmationRatio,
  "rel.host_failure_rate": failureRate,
  "mkm.reward_work_corr": rewardWorkCorrelation,
  "sup.onboarding_time": onboardingTime,
  "sup.first_epoch_success": firstEpochSuccess,
};
