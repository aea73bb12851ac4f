import { proofEpochAt } from "../hosts/proof.ts";
import { realBlockHash, voteBytes } from "../hosts/proof-header.ts";
import { validatorSignature } from "../hosts/proof-keys.ts";
import type { Network } from "../network/network.ts";
import type { ConsensusValidator, Tx } from "../network/types.ts";
import {
  appHash,
  commitHash,
  consensusHash,
  dataHash,
  EMPTY_HASH,
  madeBlockHash,
  madeSignature,
  partsHash,
  resultsHash,
  validatorsHash,
} from "./hashes.ts";

/** RFC 3339 as Go writes it: no zeros at the end of the fraction. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.?0*Z$/, "Z");
}

/** Real for the one block an epoch that proves a membership: the header before it has a made-up hash, so that none further back is needed. */
export const blockHash = (network: Network, height: number): string =>
  proofEpochAt(network, height) === null ? madeBlockHash(network, height) : realBlockHash(header(network, height));

export const blockId = (network: Network, height: number) =>
  height < 1
    ? { hash: "", parts: { total: 0, hash: "" } }
    : { hash: blockHash(network, height), parts: { total: 1, hash: partsHash(network, height) } };

export function header(network: Network, height: number) {
  const validators = network.validators(height);
  return {
    version: { block: "11" },
    chain_id: network.chainId,
    height: String(height),
    time: timestamp(network.timeOf(height)),
    last_block_id: blockId(network, height - 1),
    last_commit_hash: height < 2 ? EMPTY_HASH : commitHash(network, height - 1),
    data_hash: dataHash(network.transactions(height)),
    validators_hash: validatorsHash(validators),
    next_validators_hash: validatorsHash(network.validators(height + 1)),
    consensus_hash: consensusHash(network),
    app_hash: appHash(network, height).toString("hex").toUpperCase(),
    last_results_hash: height < 2 ? EMPTY_HASH : resultsHash(network, height - 1),
    evidence_hash: EMPTY_HASH,
    proposer_address: network.proposer(height)?.consensusAddress ?? "",
  };
}

const ABSENT = { block_id_flag: 1, validator_address: "", timestamp: "0001-01-01T00:00:00Z", signature: null };

/** @param bytes what is signed; null where nobody checks it. */
function signature(network: Network, height: number, time: string, bytes: Uint8Array | null, { host }: ConsensusValidator) {
  if (!network.signed(host, height)) return ABSENT;
  const address = host.consensusAddress;
  const signed =
    bytes === null ? madeSignature(network, height, address) : validatorSignature(host.address, bytes).toString("base64");
  return { block_id_flag: 2, validator_address: address, timestamp: time, signature: signed };
}

/** The signatures of a block, in the order of its validators. */
export function commit(network: Network, height: number) {
  // The votes for a block come after it was proposed and are what the next header's time is the median of.
  const time = timestamp(network.timeOf(height + 1));
  const block_id = blockId(network, height);
  const bytes = proofEpochAt(network, height) === null ? null : voteBytes(network.chainId, height, block_id, time);
  const validators = height < 1 ? [] : network.validators(height);
  return {
    height: String(height),
    round: 0,
    block_id,
    signatures: validators.map((validator) => signature(network, height, time, bytes, validator)),
  };
}

export function block(network: Network, height: number) {
  return {
    block_id: blockId(network, height),
    block: {
      header: header(network, height),
      data: { txs: network.transactions(height).map(({ bytes }) => Buffer.from(bytes).toString("base64")) },
      evidence: { evidence: [] },
      last_commit: commit(network, height - 1),
    },
  };
}

export function blockMeta(network: Network, height: number) {
  const txs = network.transactions(height);
  return {
    block_id: blockId(network, height),
    block_size: String(blockSize(txs, network.validators(height - 1).length)),
    header: header(network, height),
    num_txs: String(txs.length),
  };
}

/** About what a block takes: a header, a commit entry for each validator, and its transactions. */
function blockSize(txs: readonly Tx[], signatures: number): number {
  return 620 + 110 * signatures + txs.reduce((sum, { bytes }) => sum + bytes.length + 4, 0);
}
