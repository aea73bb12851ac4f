import { Sha256 } from "@cosmjs/crypto";

/** SHA-256 of the parts one after the other. */
export function sha256Of(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = new Sha256();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => Buffer.from(one).equals(other);

const LEAF = Uint8Array.of(0);
const INNER = Uint8Array.of(1);

/**
 * The Merkle root that CometBFT gives a list (RFC 6962, crypto/merkle): of a header's fields, of a validator set. The list is split at the
 * largest power of two below its length; a leaf and an inner node are hashed with different first bytes.
 */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return sha256Of();
  if (leaves.length === 1) return sha256Of(LEAF, only);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256Of(INNER, merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split)));
}
