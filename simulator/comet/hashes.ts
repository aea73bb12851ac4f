import { createHash } from "node:crypto";
import { membershipAppHash } from "../hosts/proof.ts";
import { realValidatorsHash } from "../hosts/proof-header.ts";
import type { Network } from "../network/network.ts";
import type { ConsensusValidator, Tx } from "../network/types.ts";

/*
 * Hashes of the simulated chain are made up. A real header hash covers the header before it, so the hash of an old block would need
 * every block since the genesis; here it is a function of the seed and the height, and any block can be asked for first. Links
 * hold (a header names the hash that the block before it is served with), the hashes of data and of validators are real. So is all of the
 * one block an epoch that proves a membership: its app hash, its own hash and the signatures of it (blocks.ts).
 */
const made = (network: Network, what: string, of: number | string) =>
  createHash("sha256").update(`${network.options.seed}/${network.chainId}/${what}/${of}`).digest();

const hex = (bytes: Buffer) => bytes.toString("hex").toUpperCase();

export const madeBlockHash = (network: Network, height: number) => hex(made(network, "block", height));
export const partsHash = (network: Network, height: number) => hex(made(network, "parts", height));
export const commitHash = (network: Network, height: number) => hex(made(network, "commit", height));
export const resultsHash = (network: Network, height: number) => hex(made(network, "results", height));
export const consensusHash = (network: Network) => hex(made(network, "consensus", 0));

/** The state after the block before this one: what the header of this height carries. */
export const appHash = (network: Network, height: number) => membershipAppHash(network, height) ?? made(network, "app", height);

export const nodeId = (network: Network, moniker: string) => made(network, "node", moniker).subarray(0, 20).toString("hex");

/** 32 bytes in base64, as an ed25519 key. */
export const nodeKey = (network: Network, moniker: string) => made(network, "node key", moniker).toString("base64");

/** 64 bytes in base64, as an ed25519 signature; nobody signed. */
export const madeSignature = (network: Network, height: number, address: string) =>
  createHash("sha512").update(`${network.options.seed}/${network.chainId}/signature/${height}/${address}`).digest("base64");

const setHashes = new WeakMap<readonly ConsensusValidator[], string>();

export function validatorsHash(validators: readonly ConsensusValidator[]): string {
  const known = setHashes.get(validators);
  if (known !== undefined) return known;
  const hash = realValidatorsHash(
    validators.map(({ host, power }) => ({ publicKey: Buffer.from(host.validatorKeyBase64, "base64"), power })),
  );
  setHashes.set(validators, hash);
  return hash;
}

export const EMPTY_HASH = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";

/** CometBFT's data_hash: the Merkle root (RFC 6962) over the hashes of the transactions. */
export function dataHash(txs: readonly Tx[]): string {
  return txs.length === 0 ? EMPTY_HASH : hex(root(txs.map(({ hash }) => leaf(Buffer.from(hash, "hex")))));
}

function root(nodes: readonly Buffer[]): Buffer {
  const [only, second] = nodes;
  if (only === undefined) return Buffer.from(EMPTY_HASH, "hex");
  if (second === undefined) return only;
  let split = 1;
  while (split * 2 < nodes.length) split *= 2;
  return inner(root(nodes.slice(0, split)), root(nodes.slice(split)));
}

const leaf = (bytes: Buffer) => createHash("sha256").update(Buffer.of(0)).update(bytes).digest();
const inner = (left: Buffer, right: Buffer) => createHash("sha256").update(Buffer.of(1)).update(left).update(right).digest();
