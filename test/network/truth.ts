import { MODELS, type SyntheticEpoch, type SyntheticHost, type SyntheticNetwork } from "./synthetic.ts";

/** What an indicator's network-wide row must say, computed in plain numbers from the network itself: no SQL, none of the product's code. */
export interface Truth {
  readonly value: number | null;
  readonly numerator?: number;
  readonly denominator?: number;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const isActive = ({ weight, excluded }: SyntheticHost) => weight > 0 && excluded === null;
const floorScaled = (network: SyntheticNetwork, model: string, raw: number) => {
  const { value, exponent } = network.scales.get(model) ?? { value: Number.NaN, exponent: 0 };
  return Math.floor((raw * value) / 10 ** -exponent + 1e-9);
};

/** The 10th percentile by linear interpolation between ranks. */
function percentile10(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = 0.1 * (sorted.length - 1);
  const low = sorted[Math.floor(rank)] ?? Number.NaN;
  const high = sorted[Math.ceil(rank)] ?? low;
  return low + (high - low) * (rank - Math.floor(rank));
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

function correlation(xs: readonly number[], ys: readonly number[]): number {
  const [mx, my] = [sum(xs) / xs.length, sum(ys) / ys.length];
  const cov = sum(xs.map((x, i) => (x - mx) * ((ys[i] ?? 0) - my)));
  return cov / Math.sqrt(sum(xs.map((x) => (x - mx) ** 2)) * sum(ys.map((y) => (y - my) ** 2)));
}

export const truths: Readonly<Record<string, (network: SyntheticNetwork, epoch: SyntheticEpoch) => Truth>> = {
  "cap.hosts_active": (_, { hosts }) => ({ value: hosts.filter(isActive).length }),
  "cap.weight_top3_share": (_, { hosts }) => {
    const weights = hosts.map(({ weight }) => weight).sort((a, b) => b - a);
    const numerator = sum(weights.slice(0, 3));
    return { value: numerator / sum(weights), numerator, denominator: sum(weights) };
  },
  "ret.exclusion_rate": (_, { hosts }) => {
    const numerator = hosts.filter(({ excluded }) => excluded).length;
    return { value: numerator / hosts.length, numerator, denominator: hosts.length };
  },
  "rel.host_failure_rate": (_, { hosts }) => {
    const numerator = sum(hosts.map(({ missed, invalid }) => missed + invalid));
    const denominator = sum(hosts.map(({ completed, missed }) => completed + missed));
    return { value: numerator / denominator, numerator, denominator };
  },
  "scl.models_active": (_, { hosts, models }) => ({
    value: models.filter(
      (model) => hosts.filter((host) => host.nodes.some((node) => node.model === model && node.weight > 0)).length >= 3,
    ).length,
  }),
  "mdl.hosts_per_model": (_, { hosts }) => ({ value: hosts.filter(({ nodes }) => nodes.length > 0).length }),
  "mdl.group_losses": (network, { epoch, hosts }) => {
    const weighted = (of: readonly SyntheticHost[]) =>
      MODELS.filter((model) => of.some(({ nodes }) => nodes.some((node) => node.model === model)));
    const before = weighted(network.epochs.get(epoch - 1)?.hosts ?? []);
    return { value: before.filter((model) => !weighted(hosts).includes(model)).length };
  },
  "mkm.reward_work_corr": (_, { hosts }) => ({
    value: correlation(ranks(hosts.map(({ rewarded }) => Number(rewarded))), ranks(hosts.map(({ earned }) => Number(earned)))),
  }),
  "aux.settled_tokens": (network, { hosts, classicRequests }) => {
    if (classicRequests > 0) return { value: null };
    const earned = Number(hosts.reduce((total, host) => total + host.earned, 0n));
    return { value: earned / network.tokenPrice, numerator: earned, denominator: network.tokenPrice };
  },
  "ret.confirmation_ratio_p10": (network, { hosts }) => {
    const ratios = hosts.flatMap((host) => {
      const scaled = sum(
        MODELS.map((model) =>
          floorScaled(network, model, sum(host.nodes.filter((node) => node.model === model).map(({ weight }) => weight))),
        ),
      );
      return scaled > 0 ? [Math.min(host.confirmationWeight / scaled / 0.909, 1)] : [];
    });
    return { value: percentile10(ratios) };
  },
  "cap.h100e_confirmed": (_, { hosts }) => {
    const confirmed = hosts.map((host) => {
      const raw = sum(host.nodes.map(({ weight }) => weight));
      return raw * Math.min(host.confirmationWeight / raw / 0.909, 1);
    });
    return { value: sum(confirmed) / 254.5 };
  },
  "ret.host_retention_30d": (network, epoch) => {
    const cohort = baseOf(network, epoch).hosts.filter(isActive);
    const recent = [0, 1, 2].flatMap((back) => network.epochs.get(epoch.epoch - back)?.hosts.filter(isActive) ?? []);
    const stayed = cohort.filter(({ address }) => recent.some((host) => host.address === address)).length;
    return { value: stayed / cohort.length, numerator: stayed, denominator: cohort.length };
  },
  "ret.weight_retention_30d": (network, epoch) => {
    const cohort = baseOf(network, epoch).hosts.filter(isActive);
    const now = sum(cohort.map(({ address }) => epoch.hosts.find((host) => host.address === address)?.weight ?? 0));
    return { value: now / sum(cohort.map(({ weight }) => weight)) };
  },
  "cap.hosts_net_new_30d": (network, epoch) => {
    const base = baseOf(network, epoch);
    const weighted = (of: SyntheticEpoch | undefined) =>
      (of?.hosts ?? []).filter(({ weight }) => weight > 0).map(({ address }) => address);
    const firstSeen = new Map<string, number>();
    for (const one of [...network.epochs.values()].sort((a, b) => a.epoch - b.epoch))
      for (const address of weighted(one)) if (!firstSeen.has(address)) firstSeen.set(address, one.epoch);
    const arrived = [...firstSeen.values()].filter((first) => first > base.epoch && first <= epoch.epoch).length;
    const lately = [0, 1, 2].flatMap((back) => weighted(network.epochs.get(epoch.epoch - back)));
    return { value: arrived - base.hosts.filter((host) => isActive(host) && !lately.includes(host.address)).length };
  },
};

/** The epoch that was effective 30 days before this one began. */
function baseOf(network: SyntheticNetwork, { effective }: SyntheticEpoch): SyntheticEpoch {
  const then = Date.parse(network.timeOf(effective)) - 30 * 86_400_000;
  const found = [...network.epochs.values()].find(
    (one) => Date.parse(network.timeOf(one.effective)) <= then && Date.parse(network.timeOf(one.last + 1)) > then,
  );
  if (!found) throw new Error("the network's history is shorter than 30 days");
  return found;
}
