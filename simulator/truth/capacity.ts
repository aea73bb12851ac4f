import type { Network } from "../network/network.ts";
import type { Decimal, Hardware, Host } from "../network/types.ts";
import { factorOf } from "./gpu-factors.ts";
import { median, sum } from "./statistics.ts";
import {
  countedHeight,
  DAY_MS,
  endOf,
  excludedOf,
  lastHeight,
  membersOf,
  ONLY_VALUE,
  ratio,
  settledHeight,
  startOf,
  type TruthOf,
  UNKNOWN,
} from "./truth.ts";

const H100_SXM = "NVIDIA H100 80GB HBM3";

/** Fewer nodes don't calibrate. */
const CALIBRATING_NODES = 3;

const numberOf = ({ value, exponent }: Decimal) => Number(value) * 10 ** exponent;

function floorScaled(raw: bigint, { value, exponent }: Decimal): number {
  return Number((raw * value) / 10n ** BigInt(-exponent));
}

export interface ProvingNode {
  readonly host: Host;
  readonly modelId: string;
  readonly id: string;
  /** Raw weight · scale, not rounded. */
  readonly scaled: number;
  readonly hardware: readonly Hardware[];
}

/** Every ML node of the epoch's model groups with the hardware its host registered, none if it never did. */
export function provingNodes(network: Network, epoch: number): readonly ProvingNode[] {
  const height = lastHeight(network, epoch);
  const registered = network.hardware(height);
  return (network.rootGroup(epoch, height)?.models ?? []).flatMap(({ id: modelId, scale }) =>
    (network.modelGroup(epoch, modelId, height)?.members ?? []).flatMap(({ host, nodes }) =>
      nodes.map(({ node, pocWeight }) => ({
        host,
        modelId,
        id: node.id,
        scaled: Number(pocWeight) * numberOf(scale),
        hardware: registered.get(host)?.find(({ id }) => id === node.id)?.hardware ?? [],
      })),
    ),
  );
}

const gpusOf = (hardware: readonly Hardware[]) => sum(hardware.map(({ count }) => count));
const nameOf = ({ type }: Hardware) => (type.split("|")[0] ?? "").trim();

/** NVML's names, without the memory, and how many there are. */
export const gpusByName = (hardware: readonly Hardware[]) => hardware.map((one) => [nameOf(one), one.count] as const);

/** Σ over a model's members of floor(Σ raw · scale); 0 without a group of it. */
export function scaledWeightOf(network: Network, epoch: number, modelId: string): number {
  const height = lastHeight(network, epoch);
  const scale = network.rootGroup(epoch, height)?.models.find(({ id }) => id === modelId)?.scale;
  const members = network.modelGroup(epoch, modelId, height)?.members ?? [];
  return scale === undefined ? 0 : sum(members.map(({ weight }) => floorScaled(weight, scale)));
}

/** Scaled PoC weight of one H100 SXM in the epoch: the median over nodes whose registered hardware is only that. */
export function weightOfH100(network: Network, epoch: number): number | null {
  const calibrating = provingNodes(network, epoch).filter(
    ({ hardware }) => hardware.length > 0 && hardware.every((one) => nameOf(one) === H100_SXM),
  );
  if (calibrating.length < CALIBRATING_NODES) return null;
  return median(calibrating.map(({ scaled, hardware }) => scaled / gpusOf(hardware)));
}

/** min(chain ratio, 1); a host the chain has not asked to confirm anything in the epoch keeps all its weight. */
function confirmedShare(network: Network, host: Host, epoch: number): number {
  const { confirmationRatio } = network.participant(host, countedHeight(network, epoch));
  return confirmationRatio === null ? 1 : Math.min(1, numberOf(confirmationRatio));
}

/** Σ over models of floor(Σ raw · scale), limited by the chain's confirmation ratio, of every host with any. */
function confirmedWeights(network: Network, epoch: number): ReadonlyMap<Host, number> {
  const height = lastHeight(network, epoch);
  const weights = new Map<Host, number>();
  for (const { id, scale } of network.rootGroup(epoch, height)?.models ?? []) {
    for (const { host, nodes } of network.modelGroup(epoch, id, height)?.members ?? []) {
      const raw = nodes.reduce((total, { pocWeight }) => total + pocWeight, 0n);
      weights.set(host, (weights.get(host) ?? 0) + floorScaled(raw, scale));
    }
  }
  return new Map([...weights].map(([host, weight]) => [host, weight * confirmedShare(network, host, epoch)]));
}

/** Excluded hosts count with what the chain confirmed: 0 if the confirmation failed, else their ratio. */
const h100eConfirmed: TruthOf = (network, epoch) => {
  const one = weightOfH100(network, epoch);
  if (one === null) return UNKNOWN;
  return ratio(sum([...confirmedWeights(network, epoch).values()]), one);
};

const gpusRegistered: TruthOf = (network, epoch) => ({
  value: sum(provingNodes(network, epoch).map(({ hardware }) => gpusOf(hardware))),
  ...ONLY_VALUE,
});

/** Hosts with confirmed H100-equivalents only: of a host that confirmed nothing there is no rate. */
const rewardPerH100e: TruthOf = (network, epoch) => {
  const one = weightOfH100(network, epoch);
  if (one === null) return UNKNOWN;
  const days = (endOf(network, epoch) - startOf(network, epoch)) / DAY_MS;
  const weights = confirmedWeights(network, epoch);
  const rates = network.results(epoch, settledHeight(network, epoch)).flatMap(({ host, rewarded, earned }) => {
    const h100e = (weights.get(host) ?? 0) / one;
    return h100e > 0 ? [Number(rewarded + earned) / 1e9 / h100e / days] : [];
  });
  return { value: median(rates), ...ONLY_VALUE };
};

/** Share of what a host was assigned that it missed or got wrong; null if nothing was assigned. */
function failureRate(network: Network, host: Host, epoch: number): number | null {
  const found = network.results(epoch, settledHeight(network, epoch)).find((one) => one.host === host);
  const assigned = found === undefined ? 0 : Number(found.inferenceCount + found.missedRequests);
  return found === undefined || assigned === 0 ? null : Number(found.missedRequests + found.invalidated) / assigned;
}

/**
 * By hardware: devices of nodes in a model group · factor · confirmed share, over hosts that were not excluded, answered all through the
 * epoch (outages are whole epochs) and failed less than 10 % of what they were assigned, where nothing assigned is nothing failed.
 * Every group is of an approved model. Devices that nobody registered count nothing.
 */
function usable(network: Network, epoch: number, counts: (hardware: Hardware) => boolean): number {
  const excluded = excludedOf(network, epoch);
  const middle = (startOf(network, epoch) + endOf(network, epoch)) / 2;
  let total = 0;
  for (const { host, hardware } of provingNodes(network, epoch)) {
    if (excluded.has(host) || !network.isHostUp(host, middle)) continue;
    if ((failureRate(network, host, epoch) ?? 0) >= 0.1) continue;
    const h100e = sum(hardware.filter(counts).map((one) => one.count * factorOf(nameOf(one))));
    total += h100e * confirmedShare(network, host, epoch);
  }
  return total;
}

const usableH100e: TruthOf = (network, epoch) => ({ value: usable(network, epoch, () => true), ...ONLY_VALUE });

/** Vendors alone: what engine a node runs can't be seen. */
const nonDefaultShare: TruthOf = (network, epoch) =>
  ratio(
    usable(network, epoch, (one) => !nameOf(one).startsWith("NVIDIA")),
    usable(network, epoch, () => true),
  );

const weightTop3Share: TruthOf = (network, epoch) => {
  const weights = membersOf(network, epoch)
    .map(({ weight }) => Number(weight))
    .sort((a, b) => b - a);
  return ratio(sum(weights.slice(0, 3)), sum(weights));
};

export const CAPACITY: Readonly<Record<string, TruthOf>> = {
  "cap.h100e_confirmed": h100eConfirmed,
  "cap.gpus_registered": gpusRegistered,
  "cap.weight_top3_share": weightTop3Share,
  "ret.reward_per_h100e": rewardPerH100e,
  "scl.usable_h100e": usableH100e,
  "hw.non_default_share": nonDefaultShare,
};
