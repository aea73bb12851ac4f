import type { Network } from "../network/network.ts";
import type { Host, Model } from "../network/types.ts";
import { DAY_MS, lastHeight, ONLY_VALUE, ratio, startOf, type TruthOf, UNKNOWN } from "./truth.ts";

/** A model is active with weight of at least so many hosts. */
const ACTIVE_HOSTS = 3;

const modelsOf = (network: Network, epoch: number): readonly Model[] =>
  epoch < 1 ? [] : (network.rootGroup(epoch, lastHeight(network, epoch))?.models ?? []);

function hostsOf(network: Network, epoch: number, modelId: string): readonly Host[] {
  const members = network.modelGroup(epoch, modelId, lastHeight(network, epoch))?.members ?? [];
  return members.filter(({ weight }) => weight > 0n).map(({ host }) => host);
}

const isActive = (network: Network, epoch: number, modelId: string) => hostsOf(network, epoch, modelId).length >= ACTIVE_HOSTS;

const modelsActive: TruthOf = (network, epoch) => ({
  value: modelsOf(network, epoch).filter(({ id }) => isActive(network, epoch, id)).length,
  ...ONLY_VALUE,
});

/** Distinct hosts with weight in any group. */
const hostsPerModel: TruthOf = (network, epoch) => ({
  value: new Set(modelsOf(network, epoch).flatMap(({ id }) => hostsOf(network, epoch, id))).size,
  ...ONLY_VALUE,
});

/** Groups with weight in the epoch before and none in this one. */
const groupLosses: TruthOf = (network, epoch) => {
  const before = modelsOf(network, epoch - 1).filter(({ id }) => hostsOf(network, epoch - 1, id).length > 0);
  return { value: before.filter(({ id }) => hostsOf(network, epoch, id).length === 0).length, ...ONLY_VALUE };
};

/** The snapshot of the PoC that forms the epoch: power by the members of the epoch before, over the models that had any. */
const voteMargin: TruthOf = (network, epoch) => {
  const { pocStart, validationStart } = network.stagesOf(epoch);
  const snapshot = network.pocSnapshot(pocStart, validationStart);
  const total = Number(snapshot?.totalNetworkWeight ?? 0n);
  if (snapshot === null || total === 0) return UNKNOWN;
  const powers = snapshot.powers.map((model) => model.powers.reduce((sum, { power }) => sum + Number(power), 0));
  const least = Math.min(...powers);
  return { value: least / total - 2 / 3, numerator: least, denominator: total };
};

interface Launch {
  readonly passedMs: number;
  /** First epoch that has a group of the model; null while there is none. */
  readonly firstTry: number | null;
  readonly firstActive: number | null;
}

/** Models that a passed proposal registered, as known when the epoch is over. */
function launchesBy(network: Network, epoch: number): readonly Launch[] {
  return network.proposals(lastHeight(network, epoch)).flatMap(({ registers, status, votingEndMs }) => {
    if (registers === null || votingEndMs === null || status !== "PROPOSAL_STATUS_PASSED") return [];
    let firstTry: number | null = null;
    let firstActive: number | null = null;
    for (let one = 1; one <= epoch; one++) {
      if (startOf(network, one) <= votingEndMs) continue;
      if (firstTry === null && modelsOf(network, one).some(({ id }) => id === registers.id)) firstTry = one;
      if (firstActive === null && isActive(network, one, registers.id)) firstActive = one;
    }
    return [{ passedMs: votingEndMs, firstTry, firstActive }];
  });
}

/** Days from the end of the vote to the start of the first active epoch; of the newest launch. */
const launchLeadTime: TruthOf = (network, epoch) => {
  const launched = launchesBy(network, epoch).filter(({ firstActive }) => firstActive !== null);
  const newest = launched.sort((a, b) => (a.firstActive ?? 0) - (b.firstActive ?? 0)).at(-1);
  if (newest?.firstActive === undefined || newest.firstActive === null) return UNKNOWN;
  return { value: (startOf(network, newest.firstActive) - newest.passedMs) / DAY_MS, ...ONLY_VALUE };
};

/** A launch is tried with the first epoch that has a group of the model, and succeeds at once if it is active in that very epoch. */
const launchSuccess: TruthOf = (network, epoch) => {
  const tried = launchesBy(network, epoch).filter(({ firstTry }) => firstTry !== null);
  return ratio(tried.filter(({ firstTry, firstActive }) => firstTry === firstActive).length, tried.length);
};

export const MODELS: Readonly<Record<string, TruthOf>> = {
  "scl.models_active": modelsActive,
  "mdl.hosts_per_model": hostsPerModel,
  "mdl.group_losses": groupLosses,
  "mdl.vote_margin": voteMargin,
  "mdl.launch_lead_time": launchLeadTime,
  "mdl.launch_success": launchSuccess,
};
