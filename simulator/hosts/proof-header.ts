import { createHash } from "node:crypto";
import { BinaryWriter } from "cosmjs-types/binary";

/** A header's fields as CometBFT's JSON has them. */
export interface HashedHeader {
  readonly version: { readonly block: string };
  readonly chain_id: string;
  readonly height: string;
  readonly time: string;
  readonly last_block_id: JsonBlockId;
  readonly last_commit_hash: string;
  readonly data_hash: string;
  readonly validators_hash: string;
  readonly next_validators_hash: string;
  readonly consensus_hash: string;
  readonly app_hash: string;
  readonly last_results_hash: string;
  readonly evidence_hash: string;
  readonly proposer_address: string;
}

export interface JsonBlockId {
  readonly hash: string;
  readonly parts: { readonly total: number; readonly hash: string };
}

export interface SigningValidator {
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

const sha256 = (...parts: readonly Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const hex = (bytes: Buffer) => bytes.toString("hex").toUpperCase();
const message = () => new BinaryWriter();

/** CometBFT's Merkle root (RFC 6962). */
function rootOf(leaves: readonly Uint8Array[]): Buffer {
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return leaves.length <= 1
    ? sha256(Buffer.of(0), leaves[0] ?? Buffer.of())
    : sha256(Buffer.of(1), rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

/** The real hash of a block: over the 14 fields of its header in protobuf. */
export function realBlockHash(header: HashedHeader): string {
  const bytes = (text: string) => message().uint32(10).bytes(Buffer.from(text, "hex")).finish();
  return hex(
    rootOf([
      message().uint32(8).uint64(BigInt(header.version.block)).finish(),
      message().uint32(10).string(header.chain_id).finish(),
      message().uint32(8).int64(BigInt(header.height)).finish(),
      timestamp(header.time),
      blockId(header.last_block_id),
      bytes(header.last_commit_hash),
      bytes(header.data_hash),
      bytes(header.validators_hash),
      bytes(header.next_validators_hash),
      bytes(header.consensus_hash),
      bytes(header.app_hash),
      bytes(header.last_results_hash),
      bytes(header.evidence_hash),
      bytes(header.proposer_address),
    ]),
  );
}

/** The real hash of a validator set. */
export function realValidatorsHash(validators: readonly SigningValidator[]): string {
  return hex(
    rootOf(
      validators.map(({ publicKey, power }) => {
        const key = message().uint32(10).bytes(publicKey).finish();
        return message().uint32(10).bytes(key).uint32(16).int64(power).finish();
      }),
    ),
  );
}

/** What a validator signs who votes for a block in its round 0. */
export function voteBytes(chainId: string, height: number, id: JsonBlockId, time: string): Uint8Array {
  const vote = message().uint32(8).int32(2).uint32(17).sfixed64(BigInt(height)).uint32(34).bytes(blockId(id));
  vote.uint32(42).bytes(timestamp(time)).uint32(50).string(chainId);
  return message().bytes(vote.finish()).finish();
}

function blockId({ hash, parts }: JsonBlockId): Uint8Array {
  const of = message().uint32(8).uint32(parts.total).uint32(18).bytes(Buffer.from(parts.hash, "hex")).finish();
  return message().uint32(10).bytes(Buffer.from(hash, "hex")).uint32(18).bytes(of).finish();
}

/** The simulated chain's times have no more than milliseconds. */
function timestamp(time: string): Uint8Array {
  const ms = Date.parse(time);
  const of = message()
    .uint32(8)
    .int64(BigInt(Math.floor(ms / 1000)));
  return (ms % 1000 === 0 ? of : of.uint32(16).int32((ms % 1000) * 1_000_000)).finish();
}
