import type { Network } from "../network/network.ts";
import { rateOf } from "./benchmarks.ts";
import { gpusByName, type ProvingNode, provingNodes, scaledWeightOf } from "./capacity.ts";
import { factorOf } from "./gpu-factors.ts";
import { spearman, sum } from "./statistics.ts";
import { servedByModel } from "./tokens.ts";
import {
  DAY_MS,
  endOf,
  lastHeight,
  membersOf,
  ONLY_VALUE,
  ratio,
  settledHeight,
  startOf,
  type TruthOf,
  UNKNOWN,
} from "./truth.ts";

/** Tokens a second by the benchmark table: Σ over the registered devices; 0 of a node whose host registered none. */
const rate = ({ modelId, hardware }: ProvingNode) =>
  sum(gpusByName(hardware).map(([name, count]) => count * rateOf(modelId, name)));

/** H100-equivalents by hardware factors. */
const h100e = ({ hardware }: ProvingNode) => sum(gpusByName(hardware).map(([name, count]) => count * factorOf(name)));

/** Over the ML nodes of all model groups. */
const capacityTps: TruthOf = (network, epoch) => ({ value: sum(provingNodes(network, epoch).map(rate)), ...ONLY_VALUE });

/** Tokens a second ÷ H100-equivalents. */
const throughputPerH100e: TruthOf = (network, epoch) => {
  const nodes = provingNodes(network, epoch);
  return ratio(sum(nodes.map(rate)), sum(nodes.map(h100e)));
};

/** Over the nodes with registered devices: share of their model's PoC weight against share of its tokens a second, both among such nodes. */
const pocRealCorrelation: TruthOf = (network, epoch) => {
  const known = provingNodes(network, epoch).filter((node) => rate(node) > 0);
  const pairs = [...new Set(known.map(({ modelId }) => modelId))].flatMap((model) => {
    const own = known.filter(({ modelId }) => modelId === model);
    const [weights, rates] = [sum(own.map(({ scaled }) => scaled)), sum(own.map(rate))];
    return own.map((node) => [node.scaled / weights, rate(node) / rates] as const);
  });
  const value = spearman(
    pairs.map(([weight]) => weight),
    pairs.map(([, real]) => real),
  );
  return { value, ...ONLY_VALUE };
};

/** Σ over models of their utilization (tokens a second served ÷ by benchmark) · H100-equivalents ÷ Σ of those. Served is what sessions show (T2). */
function utilizationIn(network: Network, epoch: number): number | null {
  const seconds = (endOf(network, epoch) - startOf(network, epoch)) / 1000;
  const served = servedByModel(network, epoch);
  const nodes = provingNodes(network, epoch);
  let weighted = 0;
  let weights = 0;
  for (const model of new Set(nodes.map(({ modelId }) => modelId))) {
    const own = nodes.filter(({ modelId }) => modelId === model);
    const capacity = sum(own.map(rate));
    if (capacity === 0) continue;
    const weight = sum(own.map(h100e));
    weighted += ((served.get(model) ?? 0) / seconds / capacity) * weight;
    weights += weight;
  }
  return weights > 0 ? weighted / weights : null;
}

const utilization: TruthOf = (network, epoch) => ({ value: utilizationIn(network, epoch), ...ONLY_VALUE });

/** T10P1: "GPUs are loaded with useful work at 40%+". */
const TRIGGER = 0.4;

/** Days of the epochs in a row, up to this one, with a utilization of at least 40 %; 0 if this one's is lower. */
const triggerDays: TruthOf = (network, epoch) => {
  let days = 0;
  for (let one = epoch; one >= 1; one--) {
    const used = utilizationIn(network, one);
    if (used === null && one === epoch) return UNKNOWN;
    if (used === null || used < TRIGGER) break;
    days += (endOf(network, one) - startOf(network, one)) / DAY_MS;
  }
  return { value: days, ...ONLY_VALUE };
};

/** Over the epoch's model groups: tokens served against scaled PoC weight. Shares order as what they are shares of. */
const capacityFollowsDemand: TruthOf = (network, epoch) => {
  const served = servedByModel(network, epoch);
  if (served.size === 0) return UNKNOWN;
  const models = (network.rootGroup(epoch, lastHeight(network, epoch))?.models ?? []).map(({ id }) => id);
  const able = models
    .map((id) => [served.get(id) ?? 0, scaledWeightOf(network, epoch, id)] as const)
    .filter(([, weight]) => weight > 0);
  const value = spearman(
    able.map(([tokens]) => tokens),
    able.map(([, weight]) => weight),
  );
  return { value, ...ONLY_VALUE };
};

/** Tokens of models whose first epoch began less than 60 days before this one's end: all of them on a chain that is no older. */
const newModelTokenShare: TruthOf = (network, epoch) => {
  const since = endOf(network, epoch) - 60 * DAY_MS;
  const served = [...servedByModel(network, epoch)];
  const fresh = served.filter(([model]) => {
    const first = Array.from({ length: epoch }, (_, before) => before + 1).find((one) =>
      network.rootGroup(one, lastHeight(network, one))?.models.some(({ id }) => id === model),
    );
    return first !== undefined && startOf(network, first) > since;
  });
  return ratio(sum(fresh.map(([, tokens]) => tokens)), sum(served.map(([, tokens]) => tokens)));
};

/**
 * (missed + invalidated) ÷ (completed + missed) of the epoch's results of the hosts whose registered devices are all of another vendor than
 * NVIDIA, less that of those with NVIDIA's alone. Hosts with both, or with none registered, are in neither.
 */
const altQualityPass: TruthOf = (network, epoch) => {
  const results = network.results(epoch, settledHeight(network, epoch));
  const nodes = provingNodes(network, epoch);
  const isNvidia = (name: string) => name.startsWith("NVIDIA");
  const rateOfClass = (belongs: (name: string) => boolean) => {
    const hosts = membersOf(network, epoch).filter(({ host }) => {
      const names = nodes
        .filter((node) => node.host === host)
        .flatMap(({ hardware }) => gpusByName(hardware).map(([name]) => name));
      return names.length > 0 && names.every(belongs);
    });
    const own = results.filter(({ host }) => hosts.some((member) => member.host === host));
    const failed = sum(own.map(({ missedRequests, invalidated }) => Number(missedRequests + invalidated)));
    return ratio(failed, sum(own.map(({ inferenceCount, missedRequests }) => Number(inferenceCount + missedRequests)))).value;
  };
  const [other, usual] = [rateOfClass((name) => !isNvidia(name)), rateOfClass(isNvidia)];
  return other === null || usual === null ? UNKNOWN : { value: other - usual, ...ONLY_VALUE };
};

export const SERVING: Readonly<Record<string, TruthOf>> = {
  "scl.capacity_tps": capacityTps,
  "scl.throughput_per_h100e": throughputPerH100e,
  "scl.poc_real_corr": pocRealCorrelation,
  "scl.utilization": utilization,
  "mkm.trigger_days": triggerDays,
  "mkm.capacity_follows_demand": capacityFollowsDemand,
  "mdl.new_model_token_share": newModelTokenShare,
  "hw.alt_quality_pass": altQualityPass,
};
