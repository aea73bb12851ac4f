import { blockHash, timestamp } from "./blocks.ts";
import { appHash, nodeId, nodeKey } from "./hashes.ts";
import { type ChainNode, headOf, lowestBlock } from "./node.ts";

/** The version of CometBFT that the chain of v0.2.14 and v0.2.15 runs. */
const COMET_VERSION = "0.38.21";

function nodeInfo({ network }: ChainNode, moniker: string) {
  return {
    protocol_version: { p2p: "8", block: "11", app: "0" },
    id: nodeId(network, moniker),
    listen_addr: "tcp://0.0.0.0:26656",
    network: network.chainId,
    version: COMET_VERSION,
    channels: "40202122233038606100",
    moniker,
    other: { tx_index: "on", rpc_address: "tcp://0.0.0.0:26657" },
  };
}

function blockOf(node: ChainNode, height: number) {
  const { network } = node;
  return {
    hash: blockHash(network, height),
    app: appHash(network, height).toString("hex").toUpperCase(),
    height: String(height),
    time: timestamp(network.timeOf(height)),
  };
}

export function status(node: ChainNode) {
  const { network } = node;
  const head = headOf(node);
  const latest = blockOf(node, head);
  const earliest = blockOf(node, lowestBlock(node));
  return {
    node_info: nodeInfo(node, node.moniker),
    sync_info: {
      latest_block_hash: latest.hash,
      latest_app_hash: latest.app,
      latest_block_height: latest.height,
      latest_block_time: latest.time,
      earliest_block_hash: earliest.hash,
      earliest_app_hash: earliest.app,
      earliest_block_height: earliest.height,
      earliest_block_time: earliest.time,
      catching_up: false,
    },
    // Public nodes are no validators; so the question asked most costs nothing, however big the network.
    validator_info: {
      address: nodeId(network, node.moniker).toUpperCase(),
      pub_key: { type: "tendermint/PubKeyEd25519", value: nodeKey(network, node.moniker) },
      voting_power: "0",
    },
  };
}

/** Two made-up peers: enough to see that a node has some. */
export function netInfo(node: ChainNode) {
  const peers = ["peer-a", "peer-b"].map((moniker) => ({
    node_info: nodeInfo(node, moniker),
    is_outbound: true,
    connection_status: { Duration: "1000000000" },
    remote_ip: "127.0.0.1",
  }));
  return { listening: true, listeners: ["Listener(@)"], n_peers: String(peers.length), peers };
}

export function abciInfo(node: ChainNode) {
  const head = headOf(node);
  return {
    response: {
      data: "inference",
      version: "v0.2.15",
      last_block_height: String(head),
      last_block_app_hash: appHash(node.network, head + 1).toString("base64"),
    },
  };
}
