import type { Network } from "../network/network.ts";

/** A chain node as its callers see it: the network (or what the node makes of it), and what is the node's own. */
export interface ChainNode {
  readonly network: Network;
  readonly moniker: string;
  /** The host that runs the node; null on a node that belongs to none. */
  readonly hostIndex: number | null;
  /** Blocks older than this many before the head are gone; null keeps all. */
  readonly keepBlocks: number | null;
  /** Transactions of earlier blocks are not in its index, which then finds nothing; null: it has no index. */
  readonly indexedFrom: number | null;
}

export const headOf = ({ network }: ChainNode) => network.clock.height();

export const lowestBlock = (node: ChainNode) => (node.keepBlocks === null ? 1 : Math.max(1, headOf(node) - node.keepBlocks));
