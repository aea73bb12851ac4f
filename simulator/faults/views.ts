import type { ChainNode } from "../comet/node.ts";
import type { Network } from "../network/network.ts";
import type { Host } from "../network/types.ts";
import type { FaultBoard } from "./board.ts";
import { changedClock, changedNetwork } from "./changed.ts";
import type { Fault } from "./fault.ts";
import { lieOf } from "./lies.ts";

/** The network as it truly is under the faults that change the truth itself. */
export function trueNetwork(network: Network, board: FaultBoard): Network {
  return board.ofKind("reorganised").reduce((so, { fromEpoch }) => changedNetwork(so, reorganisation(so, fromEpoch)), network);
}

/** A source node and what it makes of the network. */
export function nodeView(network: Network, index: number, faults: readonly Fault[]): ChainNode {
  let seen = network;
  let keepBlocks: number | null = null;
  let indexedFrom: number | null = 1;
  for (const fault of faults) {
    if (fault.kind === "pruned") keepBlocks = fault.keepBlocks;
    if (fault.kind === "tx_index") indexedFrom = fault.fromHeight;
    const changes = changesOf(seen, fault);
    // An honest node sees the very same network: answers are kept by it.
    if (changes !== null) seen = changedNetwork(seen, changes);
  }
  return { network: seen, moniker: `node-${index}`, hostIndex: index, keepBlocks, indexedFrom };
}

function changesOf(network: Network, fault: Fault): Partial<Network> | null {
  switch (fault.kind) {
    case "lie":
      return lieOf(network, fault);
    case "other_chain":
      return { chainId: fault.chainId, options: { ...network.options, chainId: fault.chainId } };
    case "lag": {
      const height = () => Math.max(1, network.clock.height() - fault.blocks);
      return { clock: changedClock(network.clock, { height }) };
    }
    case "pruned":
      return { options: { ...network.options, keepRecentBlocks: fault.keepStates } };
    default:
      return null;
  }
}

const stays = (host: Host) => host.index % 3 !== 0;

function reorganisation(network: Network, fromEpoch: number): Partial<Network> {
  // The validators' set follows the membership by four blocks.
  const inForce = network.stagesOf(fromEpoch).setNewValidators + 4;
  return {
    rootGroup(epoch, height) {
      const group = network.rootGroup(epoch, height);
      if (group === null || epoch < fromEpoch) return group;
      const members = group.members.filter(({ host }) => stays(host));
      return { ...group, members, totalWeight: members.reduce((sum, { weight }) => sum + weight, 0n) };
    },
    modelGroup(epoch, modelId, height) {
      const group = network.modelGroup(epoch, modelId, height);
      if (group === null || epoch < fromEpoch) return group;
      const members = group.members.filter(({ host }) => stays(host));
      return { ...group, members, totalWeight: members.reduce((sum, { weight }) => sum + weight, 0n) };
    },
    results(epoch, height) {
      const all = network.results(epoch, height);
      return epoch < fromEpoch ? all : all.filter(({ host }) => stays(host));
    },
    validators(height) {
      const all = network.validators(height);
      return height < inForce ? all : all.filter(({ host }) => stays(host));
    },
  };
}
