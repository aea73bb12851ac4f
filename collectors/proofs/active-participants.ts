import { toUtf8 } from "@cosmjs/encoding";
import { BinaryReader, WireType } from "cosmjs-types/binary";
import { type Decoded, decodedOrRejected } from "../decode/decoded.ts";
import { refuseDuplicates, reject } from "../decode/reader.ts";
import { sha256Of } from "./merkle.ts";

/** A member of an epoch and its consensus weight when the epoch's membership was written. */
export interface ProvenMember {
  readonly address: string;
  readonly weight: bigint;
}

/** What `active_participants_bytes` says. */
export interface ActiveParticipants {
  readonly epoch: number;
  /** The block in which it was written: the app hash that covers it stands in the header of the block after. */
  readonly createdAtHeight: number;
  readonly members: readonly ProvenMember[];
}

/** The module's store, and the key under which it keeps an epoch's membership: big-endian, as the collections of the module write it. */
export const STORE = "inference";
export function membershipKey(epoch: number): Uint8Array {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(epoch));
  return Buffer.concat([toUtf8("ActiveParticipants/value/"), number, toUtf8("/")]);
}

/**
 * Decodes protobuf ActiveParticipants (`inference.inference`; fields 1 participants, 5 created_at_block_height, 6 epoch_id; of a participant
 * 1 index, 3 weight, as in the recorded bytes). Other fields are skipped: the bytes are proven whole, and versions add fields.
 */
export function decodeActiveParticipants(bytes: Uint8Array): Decoded<ActiveParticipants> {
  return decodedOrRejected(() => {
    const members: ProvenMember[] = [];
    let [created, epoch] = [0n, 0n];
    eachField(bytes, "active_participants_bytes", (field, type, reader) => {
      if (field === 1) members.push(memberOf(expectBytes(type, reader, "participants"), members.length));
      else if (field === 5) created = expectInteger(type, reader, "created_at_block_height");
      else if (field === 6) epoch = expectInteger(type, reader, "epoch_id");
      else return false;
      return true;
    });
    refuseDuplicates(members, ({ address }) => address, "participants");
    if (members.length === 0) reject("participants", "at least one", "none");
    const value = { epoch: safe(epoch, "epoch_id"), createdAtHeight: safe(created, "created_at_block_height"), members };
    return { value, unknowns: [] };
  });
}

/**
 * A hash of who the members are and what they weigh: lower-case hex of the SHA-256 over the lines `address:weight`, sorted as bytes and joined
 * by a newline. `storage/read/proofs.ts` computes the same of what the sources agree on.
 */
export function membersHash(members: readonly ProvenMember[]): string {
  const lines = members.map(({ address, weight }) => `${address}:${weight}`).sort();
  return Buffer.from(sha256Of(toUtf8(lines.join("\n")))).toString("hex");
}

function memberOf(bytes: Uint8Array, index: number): ProvenMember {
  const path = `participants[${index}]`;
  let [address, weight] = ["", 0n];
  eachField(bytes, path, (field, type, reader) => {
    if (field === 1) address = Buffer.from(expectBytes(type, reader, `${path}.index`)).toString("latin1");
    else if (field === 3) weight = expectInteger(type, reader, `${path}.weight`);
    else return false;
    return true;
  });
  if (!/^[a-z]{1,16}1[0-9a-z]{6,110}$/.test(address))
    reject(`${path}.index`, "an address", JSON.stringify(address.slice(0, 120)));
  return { address, weight };
}

/** Calls `read` for each field; it says whether it took the field, which is skipped otherwise. */
function eachField(
  bytes: Uint8Array,
  path: string,
  read: (field: number, type: WireType, reader: BinaryReader) => boolean,
): void {
  const reader = new BinaryReader(bytes);
  try {
    while (reader.pos < reader.len) {
      const [field, type] = reader.tag();
      if (!read(field, type, reader)) reader.skipType(type);
    }
  } catch (error) {
    // The reader's own errors: the bytes end too early, a length points outside, groups inside each other without end.
    if (error instanceof RangeError || (error instanceof Error && error.constructor === Error))
      reject(path, "a protobuf message", `${error.message} at byte ${reader.pos}`);
    throw error;
  }
  if (reader.pos !== reader.len) reject(path, "a protobuf message", "one that goes on after its end");
}

function expectBytes(type: WireType, reader: BinaryReader, path: string): Uint8Array {
  if (type !== WireType.Bytes) reject(path, "bytes", `wire type ${type}`);
  const length = reader.uint32();
  if (length > reader.len - reader.pos) reject(path, `${length} bytes`, `${reader.len - reader.pos}`);
  const start = reader.pos;
  reader.pos += length;
  return reader.buf.subarray(start, reader.pos);
}

function expectInteger(type: WireType, reader: BinaryReader, path: string): bigint {
  if (type !== WireType.Varint) reject(path, "an integer", `wire type ${type}`);
  const value = reader.int64();
  return value < 0n ? reject(path, "no number below zero", String(value)) : value;
}

function safe(value: bigint, path: string): number {
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? reject(path, "a safe number", String(value)) : Number(value);
}
