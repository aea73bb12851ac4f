import { Ed25519 } from "@cosmjs/crypto";
import { BinaryWriter } from "cosmjs-types/binary";
import type { Validator } from "./answer.ts";
import { type BlockHeader, type BlockId, blockIdBytes, headerHash, timestampBytes } from "./header.ts";
import { merkleRoot, sameBytes, sha256Of } from "./merkle.ts";

/** A vote for the block; whoever was absent or voted for none isn't listed. */
export interface BlockVote {
  readonly address: Uint8Array;
  /** RFC 3339, UTC, up to nine decimals: each validator signs the time on its own clock. */
  readonly time: string;
  readonly signature: Uint8Array;
}

/** The votes with which a block was committed. */
export interface BlockCommit {
  readonly height: number;
  readonly round: number;
  readonly blockId: BlockId;
  readonly votes: readonly BlockVote[];
}

/** Whether more than 2/3 of the voting power signed that very header; why not, in words. */
export type Signed = { readonly ok: true } | { readonly ok: false; readonly reason: string };

const not = (reason: string): Signed => ({ ok: false, reason });

/** The validators' hash as a header has it: the Merkle root over SimpleValidator (public key and power) in the set's order. */
export function validatorsHash(validators: readonly Validator[]): Uint8Array {
  return merkleRoot(
    validators.map(({ pubkey, power }) => {
      const key = new BinaryWriter().uint32(10).bytes(pubkey).finish();
      return new BinaryWriter().uint32(10).bytes(key).uint32(16).int64(power).finish();
    }),
  );
}

/** What a validator signed (CometBFT 0.38 `VoteSignBytes`): CanonicalVote of a precommit, with its length before it. */
export function voteSignBytes(chainId: string, { height, round, blockId }: Omit<BlockCommit, "votes">, time: string): Uint8Array {
  const vote = new BinaryWriter().uint32(8).int32(PRECOMMIT);
  if (height !== 0) vote.uint32(17).sfixed64(BigInt(height));
  if (round !== 0) vote.uint32(25).sfixed64(BigInt(round));
  vote.uint32(34).bytes(blockIdBytes(blockId)).uint32(42).bytes(timestampBytes(time)).uint32(50).string(chainId);
  return new BinaryWriter().bytes(vote.finish()).finish();
}

const PRECOMMIT = 2;
const ADDRESS_BYTES = 20;

/**
 * Checks that a commit is of this very header and that validators of the set that the header names by its hash, with more than 2/3 of the voting
 * power between them, signed it (ed25519; an address is the first 20 bytes of the key's SHA-256). A vote whose signature is wrong counts nothing.
 * What it proves: those validators committed the block. That they are the chain's is as sure as the header's `validators_hash` is known to be.
 */
export async function checkCommit(header: BlockHeader, commit: BlockCommit, validators: readonly Validator[]): Promise<Signed> {
  if (commit.height !== header.height) return not(`the commit is of block ${commit.height}, not of ${header.height}`);
  if (!sameBytes(headerHash(header), commit.blockId.hash)) return not("the commit is of another block of the same height");
  if (validators.length === 0 || !sameBytes(validatorsHash(validators), header.validatorsHash))
    return not("the validators are not the set that the header names");
  const byAddress = new Map(validators.map((one) => [hex(sha256Of(one.pubkey).subarray(0, ADDRESS_BYTES)), one]));
  const total = validators.reduce((sum, { power }) => sum + power, 0n);
  let signed = 0n;
  for (const { address, time, signature } of commit.votes) {
    const voter = byAddress.get(hex(address));
    if (voter === undefined || !(await isSignedBy(voter, voteSignBytes(header.chainId, commit, time), signature))) continue;
    // Each votes once.
    byAddress.delete(hex(address));
    signed += voter.power;
  }
  if (signed * 3n > total * 2n) return { ok: true };
  return not(`valid signatures carry ${signed} of ${total} voting power: not more than 2/3`);
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

async function isSignedBy({ pubkey }: Validator, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    return await Ed25519.verifySignature(signature, bytes, pubkey);
  } catch {
    // Bytes that are no point of the curve, or too few of them.
    return false;
  }
}
