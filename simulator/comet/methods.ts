import { abciQuery } from "./abci.ts";
import { block, blockMeta, commit, header } from "./blocks.ts";
import { type ChainNode, headOf, lowestBlock } from "./node.ts";
import { pageOf } from "./paging.ts";
import type { Parameters } from "./parameters.ts";
import { blockResults } from "./results.ts";
import { internalError } from "./rpc-error.ts";
import { txByHash, txSearch } from "./search.ts";
import { abciInfo, netInfo, status } from "./status.ts";

export interface Method {
  /** The order of the parameters, for callers that give them by position. */
  readonly parameters: readonly string[];
  answer(node: ChainNode, parameters: Parameters): unknown;
}

const HEADERS_A_CALL = 20;

/** The height asked for, or `highest`. @throws RpcError, in CometBFT's words, for one that the node doesn't have. */
function heightOf(node: ChainNode, parameters: Parameters, highest: number): number {
  const height = parameters.integer("height");
  if (height === null) return highest;
  if (height <= 0) throw internalError(`height must be greater than 0, but got ${height}`);
  if (height > highest) {
    throw internalError(`height ${height} must be less than or equal to the current blockchain height ${highest}`);
  }
  const lowest = lowestBlock(node);
  if (height < lowest) throw internalError(`height ${height} is not available, lowest height is ${lowest}`);
  return height;
}

const blockHeight = (node: ChainNode, parameters: Parameters) => heightOf(node, parameters, headOf(node));

function blockchain(node: ChainNode, parameters: Parameters) {
  const head = headOf(node);
  const askedMin = parameters.integer("minHeight") ?? 0;
  const askedMax = parameters.integer("maxHeight") ?? 0;
  if (askedMin < 0 || askedMax < 0) throw internalError("heights must be non-negative");
  const max = askedMax === 0 ? head : Math.min(askedMax, head);
  const min = Math.max(askedMin, lowestBlock(node), max - HEADERS_A_CALL + 1);
  if (min > max) throw internalError(`min height ${min} can't be greater than max height ${max}`);
  const metas = Array.from({ length: max - min + 1 }, (_, at) => blockMeta(node.network, max - at));
  return { last_height: String(head), block_metas: metas };
}

function validators(node: ChainNode, parameters: Parameters) {
  // The set of the block after the head is known before that block is.
  const height = heightOf(node, parameters, headOf(node) + 1);
  const all = node.network.validators(height);
  const page = pageOf(all, parameters);
  return {
    block_height: String(height),
    validators: page.map(({ host, power }) => ({
      address: host.consensusAddress,
      pub_key: { type: "tendermint/PubKeyEd25519", value: host.validatorKeyBase64 },
      voting_power: String(power),
      // Made up: it moves with every block and nothing is known of it.
      proposer_priority: String(((height * 7919 + host.index * 104_729) % 20_001) - 10_000),
    })),
    count: String(page.length),
    total: String(all.length),
  };
}

function consensusParams(node: ChainNode, parameters: Parameters) {
  return {
    block_height: String(heightOf(node, parameters, headOf(node) + 1)),
    consensus_params: {
      block: { max_bytes: "22020096", max_gas: "-1" },
      evidence: { max_age_num_blocks: "100000", max_age_duration: "172800000000000", max_bytes: "1048576" },
      validator: { pub_key_types: ["ed25519"] },
      version: { app: "0" },
      abci: { vote_extensions_enable_height: "0" },
    },
  };
}

const EMPTY_MEMPOOL = { n_txs: "0", total: "0", total_bytes: "0" };

export const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["health", { parameters: [], answer: () => ({}) }],
  ["status", { parameters: [], answer: status }],
  ["net_info", { parameters: [], answer: netInfo }],
  ["abci_info", { parameters: [], answer: abciInfo }],
  ["block", { parameters: ["height"], answer: (node, given) => block(node.network, blockHeight(node, given)) }],
  ["header", { parameters: ["height"], answer: (node, given) => ({ header: header(node.network, blockHeight(node, given)) }) }],
  [
    "commit",
    {
      parameters: ["height"],
      answer(node, given) {
        const height = blockHeight(node, given);
        const signed = { header: header(node.network, height), commit: commit(node.network, height) };
        return { signed_header: signed, canonical: height < headOf(node) };
      },
    },
  ],
  ["block_results", { parameters: ["height"], answer: (node, given) => blockResults(node.network, blockHeight(node, given)) }],
  ["blockchain", { parameters: ["minHeight", "maxHeight"], answer: blockchain }],
  ["validators", { parameters: ["height", "page", "per_page"], answer: validators }],
  ["consensus_params", { parameters: ["height"], answer: consensusParams }],
  ["num_unconfirmed_txs", { parameters: [], answer: () => ({ ...EMPTY_MEMPOOL, txs: null }) }],
  ["unconfirmed_txs", { parameters: ["limit"], answer: () => ({ ...EMPTY_MEMPOOL, txs: [] }) }],
  ["tx", { parameters: ["hash", "prove"], answer: txByHash }],
  ["tx_search", { parameters: ["query", "prove", "page", "per_page", "order_by"], answer: txSearch }],
  ["abci_query", { parameters: ["path", "data", "height", "prove"], answer: abciQuery }],
]);
