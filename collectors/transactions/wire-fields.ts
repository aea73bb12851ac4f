import { BinaryReader, WireType } from "cosmjs-types/binary";
import { type Decoded, decodedOrRejected, Rejected } from "../decode/decoded.ts";
import { reject } from "../decode/reader.ts";

/** One field of a protobuf message, in the order of its bytes. `other` is fixed-width: no message that is read here has such fields. */
export type WireField =
  | { readonly number: number; readonly kind: "varint"; readonly value: bigint }
  | { readonly number: number; readonly kind: "bytes"; readonly value: Uint8Array }
  | { readonly number: number; readonly kind: "other" };

const MOST_UINT32 = 4_294_967_295n;
/** A varint of ten bytes has room for one bit in the last: a reader that drops the rest would make up another number. */
const LONGEST = 10;

/**
 * The fields of a message, those nobody knows too. Stricter than the readers that are generated: what doesn't fit its type is refused,
 * never cut to fit. @throws Rejected, or what `BinaryReader` throws where the bytes end too early; `decodedMessage` catches both.
 */
export function* fieldsOf(message: Uint8Array): Generator<WireField> {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const tag = varint(reader);
    if (tag > MOST_UINT32 || tag < 8n) reject("tag", "a field's number", String(tag));
    const number = Number(tag >> 3n);
    const wire = Number(tag & 7n);
    if (wire === WireType.Varint) yield { number, kind: "varint", value: varint(reader) };
    else if (wire === WireType.Bytes) yield { number, kind: "bytes", value: bytes(reader) };
    else if (wire === WireType.Fixed32 || wire === WireType.Fixed64) {
      reader.skip(wire === WireType.Fixed32 ? 4 : 8);
      yield { number, kind: "other" };
    } else reject(`field ${number}`, "a wire type of proto3", String(wire));
  }
}

function varint(reader: BinaryReader): bigint {
  const start = reader.pos;
  const value = reader.uint64();
  if (reader.pos - start === LONGEST && (reader.buf[reader.pos - 1] ?? 0) > 1) reject("varint", "64 bits", "more");
  return value;
}

function bytes(reader: BinaryReader): Uint8Array {
  const length = varint(reader);
  const left = reader.len - reader.pos;
  if (length > BigInt(left)) reject("bytes", `at most ${left}`, String(length));
  const start = reader.pos;
  reader.skip(Number(length));
  return reader.buf.subarray(start, reader.pos);
}

export function uint64Of(field: WireField): bigint {
  return field.kind === "varint" ? field.value : reject(`field ${field.number}`, "a varint", field.kind);
}

export function uint32Of(field: WireField): number {
  const value = uint64Of(field);
  return value <= MOST_UINT32 ? Number(value) : reject(`field ${field.number}`, "uint32", String(value));
}

export function bytesOf(field: WireField): Uint8Array {
  return field.kind === "bytes" ? field.value : reject(`field ${field.number}`, "bytes", field.kind);
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function textOf(field: WireField): string {
  const value = bytesOf(field);
  try {
    return UTF8.decode(value);
  } catch {
    return reject(`field ${field.number}`, "UTF-8", Buffer.from(value.subarray(0, 40)).toString("hex"));
  }
}

/** Runs a decoder of bytes: whatever they are, it is read or rejected. `name` says of what, in the reason. */
export function decodedMessage<T>(name: string, read: () => T): Decoded<T> {
  return decodedOrRejected(() => {
    try {
      return { value: read(), unknowns: [] };
    } catch (error) {
      throw new Rejected(`not a ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}
