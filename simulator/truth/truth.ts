import type { Network } from "../network/network.ts";
import type { Host, Member } from "../network/types.ts";

/** Numerator and denominator are null where an indicator has none, or where they depend on how often somebody asked. */
export interface Truth {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

/** The network-wide row of an indicator for an epoch, as it is when the epoch is over and settled. */
export type TruthOf = (network: Network, epoch: number) => Truth;

export const DAY_MS = 86_400_000;
export const ONLY_VALUE = { numerator: null, denominator: null } as const;
export const UNKNOWN: Truth = { value: null, ...ONLY_VALUE };

export function ratio(numerator: number, denominator: number): Truth {
  return { value: denominator > 0 ? numerator / denominator : null, numerator, denominator };
}

/** Header time of the block in which the epoch became effective, unix milliseconds. */
export const startOf = (network: Network, epoch: number) => network.timeOf(network.stagesOf(epoch).setNewValidators);

/** When the next one did. */
export const endOf = (network: Network, epoch: number) => startOf(network, epoch + 1);

/** The last height at which the epoch is the effective one. */
export const lastHeight = (network: Network, epoch: number) => network.stagesOf(epoch + 1).setNewValidators - 1;

/** A height at which the epoch's results are settled. */
export const settledHeight = (network: Network, epoch: number) => network.stagesOf(epoch + 1).validationEnd;

/** The last height at which the participants' counters and confirmation ratios still are the epoch's own and complete. */
export const countedHeight = (network: Network, epoch: number) => network.stagesOf(epoch + 1).pocStart - 1;

export const membersOf = (network: Network, epoch: number): readonly Member[] =>
  epoch < 1 ? [] : (network.rootGroup(epoch, lastHeight(network, epoch))?.members ?? []);

export const excludedOf = (network: Network, epoch: number): ReadonlySet<Host> =>
  new Set(network.exclusions(epoch, lastHeight(network, epoch)).map(({ host }) => host));

/** Members with weight that were not excluded during the epoch. */
export function activeOf(network: Network, epoch: number): readonly Member[] {
  const excluded = excludedOf(network, epoch);
  return membersOf(network, epoch).filter(({ host, weight }) => weight > 0n && !excluded.has(host));
}

/** The epoch that was effective 30 days before this one began; null if the history doesn't go back so far. */
export function thirtyDaysBefore(network: Network, epoch: number): number | null {
  const then = startOf(network, epoch) - 30 * DAY_MS;
  for (let base = epoch - 1; base >= 1; base--) if (startOf(network, base) <= then) return base;
  return null;
}

/** Epochs up to this one that began in the 30 days before its end. */
export function epochsOfThirtyDays(network: Network, epoch: number): readonly number[] {
  const since = endOf(network, epoch) - 30 * DAY_MS;
  const epochs: number[] = [];
  for (let one = epoch; one >= 1 && startOf(network, one) > since; one--) epochs.unshift(one);
  return epochs;
}
