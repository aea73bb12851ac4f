import { block, commit, header } from "../../comet/blocks.ts";
import type { Network } from "../../network/network.ts";
import { base64, hexToBase64 } from "../json.ts";
import { type Question, RestError, type Route, uint64 } from "../route.ts";
import { txJson, txOfHash } from "./txs.ts";

const FLAGS = ["BLOCK_ID_FLAG_UNKNOWN", "BLOCK_ID_FLAG_ABSENT", "BLOCK_ID_FLAG_COMMIT", "BLOCK_ID_FLAG_NIL"];

const blockId = ({
  hash,
  parts,
}: {
  readonly hash: string;
  readonly parts: { readonly total: number; readonly hash: string };
}) => ({
  hash: hexToBase64(hash),
  part_set_header: { total: parts.total, hash: hexToBase64(parts.hash) },
});

/** A header as the SDK writes it: the same as CometBFT's, hashes in base64, no field left out. */
function headerJson(network: Network, height: number) {
  const of = header(network, height);
  return {
    version: { block: of.version.block, app: "0" },
    chain_id: of.chain_id,
    height: of.height,
    time: of.time,
    last_block_id: blockId(of.last_block_id),
    last_commit_hash: hexToBase64(of.last_commit_hash),
    data_hash: hexToBase64(of.data_hash),
    validators_hash: hexToBase64(of.validators_hash),
    next_validators_hash: hexToBase64(of.next_validators_hash),
    consensus_hash: hexToBase64(of.consensus_hash),
    app_hash: hexToBase64(of.app_hash),
    last_results_hash: hexToBase64(of.last_results_hash),
    evidence_hash: hexToBase64(of.evidence_hash),
    proposer_address: hexToBase64(of.proposer_address),
  };
}

function commitJson(network: Network, height: number) {
  const of = commit(network, height);
  return {
    height: of.height,
    round: of.round,
    block_id: blockId(of.block_id),
    signatures: of.signatures.map((signature) => ({
      block_id_flag: FLAGS[signature.block_id_flag] ?? "BLOCK_ID_FLAG_UNKNOWN",
      validator_address: hexToBase64(signature.validator_address),
      timestamp: signature.timestamp,
      signature: signature.signature,
    })),
  };
}

function blockParts(network: Network, height: number) {
  const rest = {
    data: { txs: network.transactions(height).map(({ bytes }) => base64(bytes)) },
    evidence: { evidence: [] },
    last_commit: commitJson(network, height - 1),
  };
  const own = headerJson(network, height);
  const proposer = network.proposer(height)?.consensusBech32 ?? "";
  return {
    block_id: blockId(block(network, height).block_id),
    block: { header: own, ...rest },
    sdk_block: { header: { ...own, proposer_address: proposer }, ...rest },
  };
}

function known(question: Question, height: number): number {
  if (height > question.height) throw new RestError(3, "requested block height is bigger then the chain length");
  if (height < 1) throw new RestError(3, "height must be greater than 0");
  return height;
}

function txsOfBlock(question: Question) {
  const height = known(question, uint64(question, 0, "height"));
  const { network } = question;
  const txs = network.transactions(height);
  const { block_id, block: body } = blockParts(network, height);
  return {
    txs: txs.map(txJson),
    block_id,
    block: body,
    pagination: { next_key: null, total: String(txs.length) },
  };
}

function validatorSet({ network, height }: Question) {
  const validators = network.validators(height);
  return {
    block_height: String(height),
    validators: validators.map(({ host, power }) => ({
      address: host.consensusBech32,
      pub_key: { "@type": "/cosmos.crypto.ed25519.PubKey", key: host.validatorKeyBase64 },
      voting_power: String(power),
      proposer_priority: "0",
    })),
    pagination: { next_key: null, total: String(validators.length) },
  };
}

function nodeInfo({ network }: Question) {
  return {
    default_node_info: {
      protocol_version: { p2p: "8", block: "11", app: "0" },
      default_node_id: "3f6351196688cce376de7387b526957e6acf0172",
      listen_addr: "tcp://0.0.0.0:26656",
      network: network.chainId,
      version: "0.38.21",
      channels: "QCAhIiMwOGBhAA==",
      moniker: "simulated",
      other: { tx_index: "on", rpc_address: "tcp://0.0.0.0:26657" },
    },
    application_version: {
      name: "inference-chain",
      app_name: "inferenced",
      version: "v0.2.15",
      git_commit: "",
      build_tags: "",
      go_version: "go version go1.26.8 linux/amd64",
      build_deps: [{ path: "cosmossdk.io/api", version: "v0.9.2", sum: "" }],
      cosmos_sdk_version: "v0.53.3",
    },
  };
}

const TENDERMINT = "cosmos/base/tendermint/v1beta1";

export const BLOCKS: readonly Route[] = [
  { path: `${TENDERMINT}/node_info`, answer: nodeInfo },
  { path: `${TENDERMINT}/syncing`, answer: () => ({ syncing: false }) },
  { path: `${TENDERMINT}/blocks/latest`, answer: ({ network, height }) => blockParts(network, height) },
  {
    path: `${TENDERMINT}/blocks/{}`,
    answer: (question) => blockParts(question.network, known(question, uint64(question, 0, "height"))),
  },
  { path: `${TENDERMINT}/validatorsets/latest`, answer: validatorSet },
  {
    path: `${TENDERMINT}/validatorsets/{}`,
    answer: (question) => validatorSet({ ...question, height: known(question, uint64(question, 0, "height")) }),
  },
  { path: "cosmos/tx/v1beta1/txs/block/{}", answer: txsOfBlock },
  { path: "cosmos/tx/v1beta1/txs/{}", answer: txOfHash },
];
