import type { Network } from "../network/network.ts";
import type { Exclusion, ModelGroup, RootGroup } from "../network/types.ts";
import { changedClock } from "./changed.ts";
import type { Lie } from "./fault.ts";

/** What the node tells instead, as changes of the honest network. */
export function lieOf(network: Network, { about, size, fromHeight }: Lie): Partial<Network> {
  const lies = (height: number) => height >= fromHeight;
  switch (about) {
    case "head": {
      const height = () => {
        const head = network.clock.height();
        return lies(head) ? head + size : head;
      };
      return { clock: changedClock(network.clock, { height }) };
    }
    case "header_time": {
      // A minute for each size: later than any limit on how far header times of one block may differ.
      const timeOf = (height: number) => network.timeOf(height) + (lies(height) ? size * 60_000 : 0);
      return { timeOf, clock: changedClock(network.clock, { timeOf }) };
    }
    case "epoch_clock":
      return {
        epochsAt(height) {
          const honest = network.epochsAt(height);
          return lies(height) ? { latest: honest.latest + size, effective: honest.effective + size } : honest;
        },
      };
    case "membership":
      return {
        rootGroup: (epoch, height) =>
          onGroup(network.rootGroup(epoch, height), lies(height), (group) => withoutMember(group, size)),
        modelGroup: (epoch, modelId, height) =>
          onGroup(network.modelGroup(epoch, modelId, height), lies(height), (group) => withoutModelMember(group, size)),
      };
    case "weight":
      return {
        rootGroup: (epoch, height) => onGroup(network.rootGroup(epoch, height), lies(height), (group) => heavier(group, size)),
      };
    case "exclusion":
      return {
        exclusions(epoch, height) {
          const honest = network.exclusions(epoch, height);
          const extra = lies(height) ? madeExclusion(network, epoch, height, size) : null;
          return extra === null ? honest : [...honest, extra];
        },
      };
  }
}

const onGroup = <G>(group: G | null, lying: boolean, change: (group: G) => G): G | null =>
  group === null || !lying ? group : change(group);

function withoutMember(group: RootGroup, size: number): RootGroup {
  const gone = size % Math.max(1, group.members.length);
  const members = group.members.filter((_, at) => at !== gone);
  return { ...group, members, totalWeight: members.reduce((sum, { weight }) => sum + weight, 0n) };
}

function withoutModelMember(group: ModelGroup, size: number): ModelGroup {
  const gone = size % Math.max(1, group.members.length);
  const members = group.members.filter((_, at) => at !== gone);
  return { ...group, members, totalWeight: members.reduce((sum, { weight }) => sum + weight, 0n) };
}

function heavier(group: RootGroup, size: number): RootGroup {
  const at = group.members.findIndex(({ weight }) => weight > 0n);
  const members = group.members.map((member, index) =>
    index === at ? { ...member, weight: member.weight * BigInt(1 + size) } : member,
  );
  return { ...group, members, totalWeight: members.reduce((sum, { weight }) => sum + weight, 0n) };
}

function madeExclusion(network: Network, epoch: number, height: number, size: number): Exclusion | null {
  const group = network.rootGroup(epoch, height);
  if (group === null || group.effectiveHeight === 0) return null;
  const excluded = new Set(network.exclusions(epoch, height).map(({ host }) => host.address));
  const honest = group.members.filter(({ host }) => !excluded.has(host.address));
  const host = honest[size % Math.max(1, honest.length)]?.host;
  return host === undefined ? null : { host, epoch, reason: "downtime", height: group.effectiveHeight + 1 };
}
