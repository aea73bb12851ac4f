import { BinaryWriter } from "cosmjs-types/binary";
import { merkleRoot } from "./merkle.ts";

/** CometBFT's BlockID. */
export interface BlockId {
  readonly hash: Uint8Array;
  readonly partsTotal: number;
  readonly partsHash: Uint8Array;
}

/** A block's header as CometBFT hashes it: nothing in it is left out of the hash. `time` is RFC 3339 (UTC) with up to nine decimals. */
export interface BlockHeader {
  readonly versionBlock: number;
  readonly versionApp: number;
  readonly chainId: string;
  readonly height: number;
  readonly time: string;
  readonly lastBlockId: BlockId;
  readonly lastCommitHash: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly validatorsHash: Uint8Array;
  readonly nextValidatorsHash: Uint8Array;
  readonly consensusHash: Uint8Array;
  readonly appHash: Uint8Array;
  readonly lastResultsHash: Uint8Array;
  readonly evidenceHash: Uint8Array;
  readonly proposerAddress: Uint8Array;
}

/** The hash of the block with this header: the Merkle root over its 14 fields in protobuf (CometBFT 0.38, types/block.go `Header.Hash`). */
export function headerHash(header: BlockHeader): Uint8Array {
  return merkleRoot([
    versionBytes(header),
    header.chainId === "" ? NOTHING : new BinaryWriter().uint32(10).string(header.chainId).finish(),
    header.height === 0 ? NOTHING : new BinaryWriter().uint32(8).int64(BigInt(header.height)).finish(),
    timestampBytes(header.time),
    blockIdBytes(header.lastBlockId),
    wrapped(header.lastCommitHash),
    wrapped(header.dataHash),
    wrapped(header.validatorsHash),
    wrapped(header.nextValidatorsHash),
    wrapped(header.consensusHash),
    wrapped(header.appHash),
    wrapped(header.lastResultsHash),
    wrapped(header.evidenceHash),
    wrapped(header.proposerAddress),
  ]);
}

const NOTHING = new Uint8Array();

/** A google.protobuf.BytesValue; an empty one is no bytes at all. */
const wrapped = (bytes: Uint8Array): Uint8Array =>
  bytes.length === 0 ? NOTHING : new BinaryWriter().uint32(10).bytes(bytes).finish();

function versionBytes({ versionBlock, versionApp }: BlockHeader): Uint8Array {
  const writer = new BinaryWriter();
  if (versionBlock !== 0) writer.uint32(8).uint64(BigInt(versionBlock));
  if (versionApp !== 0) writer.uint32(16).uint64(BigInt(versionApp));
  return writer.finish();
}

/** A google.protobuf.Timestamp. */
export function timestampBytes(time: string): Uint8Array {
  const [, second = "", fraction = ""] = /^(.{19})(?:\.(\d{1,9}))?Z$/.exec(time) ?? [];
  const seconds = BigInt(Date.parse(`${second}Z`) / 1000);
  const nanos = Number(fraction.padEnd(9, "0"));
  const writer = new BinaryWriter();
  if (seconds !== 0n) writer.uint32(8).int64(seconds);
  if (nanos !== 0) writer.uint32(16).int32(nanos);
  return writer.finish();
}

/** BlockID, and CanonicalBlockID too: their fields have the same numbers. The parts are always written, empty or not. */
export function blockIdBytes({ hash, partsTotal, partsHash }: BlockId): Uint8Array {
  const parts = new BinaryWriter();
  if (partsTotal !== 0) parts.uint32(8).uint32(partsTotal);
  if (partsHash.length > 0) parts.uint32(18).bytes(partsHash);
  const writer = new BinaryWriter();
  if (hash.length > 0) writer.uint32(10).bytes(hash);
  return writer.uint32(18).bytes(parts.finish()).finish();
}
