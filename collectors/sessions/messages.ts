import { BinaryReader, WireType } from "cosmjs-types/binary";
import { type Decoded, decodedOrRejected, Rejected } from "../decode/decoded.ts";

/**
 * What a diff of a session holds, by the field numbers of `devshard/proto/devshard/v1/{diff,tx}.proto` (Gonka v0.2.14): every field that is
 * used, and none besides. As in all of proto3, a number that is left out is 0.
 */
export interface DiffContent {
  readonly nonce: bigint;
  readonly txs: readonly SessionTx[];
  /** Empty where the diff doesn't say; v3 leaves it out. */
  readonly escrowId: string;
}

/** A transaction of a session. Times are as the gateway wrote them. */
export type SessionTx =
  | {
      readonly kind: "start";
      readonly id: bigint;
      readonly model: string;
      readonly inputLength: bigint;
      readonly maxTokens: bigint;
      readonly startedAt: bigint;
    }
  | { readonly kind: "confirm"; readonly id: bigint; readonly confirmedAt: bigint }
  | {
      readonly kind: "finish";
      readonly id: bigint;
      readonly inputTokens: bigint;
      readonly outputTokens: bigint;
      readonly executorSlot: bigint;
    }
  | { readonly kind: "timeout"; readonly id: bigint; readonly reason: bigint }
  | { readonly kind: "validation"; readonly id: bigint; readonly valid: boolean }
  | { readonly kind: "vote"; readonly id: bigint; readonly valid: boolean }
  | { readonly kind: "finalize" }
  /** `reveal_seed`, which changes nothing since the reveal phase was removed. */
  | { readonly kind: "reveal" }
  /** A field of the oneof that nobody knows, or none of them. */
  | { readonly kind: "unknown" };

/** Numbers of a message by their field, and the text of one field. */
interface Fields {
  readonly numbers: readonly bigint[];
  readonly text: string;
}

/** Which fields of each message of the oneof are read: varints up to `last`, and text in `text` (0 where there is none). */
const SHAPES = {
  start: { numbers: new Set([1, 4, 5, 6]), text: 3 },
  confirm: { numbers: new Set([1, 3]), text: 0 },
  finish: { numbers: new Set([1, 3, 4, 5]), text: 0 },
  timeout: { numbers: new Set([1, 2]), text: 0 },
  validation: { numbers: new Set([1, 3]), text: 0 },
  vote: { numbers: new Set([1, 3]), text: 0 },
};

/** Decodes the bytes of a diff. Whole or not at all: one transaction that can't be read gives up all of them. */
export function decodeDiffContent(bytes: Uint8Array): Decoded<DiffContent> {
  return decodedOrRejected(() => {
    try {
      return { value: contentOf(new BinaryReader(bytes)), unknowns: [] };
    } catch (error) {
      throw new Rejected(`not the content of a diff: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

function contentOf(reader: BinaryReader): DiffContent {
  const txs: SessionTx[] = [];
  let nonce = 0n;
  let escrowId = "";
  eachField(reader, reader.len, (field, wire) => {
    if (field === 1) nonce = varint(reader, wire);
    else if (field === 2) txs.push(txOf(reader, messageEnd(reader, wire)));
    else if (field === 3) escrowId = textOf(reader, wire);
    else return false;
    return true;
  });
  return { nonce, txs, escrowId };
}

/** The last field of a oneof counts, as the format has it. */
function txOf(reader: BinaryReader, end: number): SessionTx {
  let tx: SessionTx = { kind: "unknown" };
  eachField(reader, end, (field, wire) => {
    const read = READERS[field];
    if (read === undefined) {
      tx = { kind: "unknown" };
      return false;
    }
    tx = read(reader, messageEnd(reader, wire));
    return true;
  });
  return tx;
}

const READERS: Readonly<Record<number, (reader: BinaryReader, end: number) => SessionTx>> = {
  1: (reader, end) => {
    const { numbers, text } = fieldsOf(reader, end, SHAPES.start);
    const [, id = 0n, , , inputLength = 0n, maxTokens = 0n, startedAt = 0n] = numbers;
    return { kind: "start", id, model: text, inputLength, maxTokens, startedAt };
  },
  2: (reader, end) => {
    const [, id = 0n, , confirmedAt = 0n] = fieldsOf(reader, end, SHAPES.confirm).numbers;
    return { kind: "confirm", id, confirmedAt };
  },
  3: (reader, end) => {
    const [, id = 0n, , inputTokens = 0n, outputTokens = 0n, executorSlot = 0n] = fieldsOf(reader, end, SHAPES.finish).numbers;
    return { kind: "finish", id, inputTokens, outputTokens, executorSlot };
  },
  4: (reader, end) => {
    const [, id = 0n, reason = 0n] = fieldsOf(reader, end, SHAPES.timeout).numbers;
    return { kind: "timeout", id, reason };
  },
  5: (reader, end) => {
    const [, id = 0n, , valid = 0n] = fieldsOf(reader, end, SHAPES.validation).numbers;
    return { kind: "validation", id, valid: valid !== 0n };
  },
  6: (reader, end) => {
    const [, id = 0n, , valid = 0n] = fieldsOf(reader, end, SHAPES.vote).numbers;
    return { kind: "vote", id, valid: valid !== 0n };
  },
  7: (reader, end) => skipTo(reader, end, { kind: "reveal" }),
  8: (reader, end) => skipTo(reader, end, { kind: "finalize" }),
};

function fieldsOf(reader: BinaryReader, end: number, shape: { numbers: ReadonlySet<number>; text: number }): Fields {
  const numbers: bigint[] = [0n, 0n, 0n, 0n, 0n, 0n, 0n];
  let text = "";
  eachField(reader, end, (field, wire) => {
    if (shape.numbers.has(field)) numbers[field] = varint(reader, wire);
    else if (field === shape.text) text = textOf(reader, wire);
    else return false;
    return true;
  });
  return { numbers, text };
}

function skipTo(reader: BinaryReader, end: number, tx: SessionTx): SessionTx {
  eachField(reader, end, () => false);
  return tx;
}

/** Walks the fields up to `end`; what `onField` doesn't take is skipped. @throws where a field reaches beyond the end. */
function eachField(reader: BinaryReader, end: number, onField: (field: number, wire: WireType) => boolean): void {
  while (reader.pos < end) {
    const [field, wire] = reader.tag();
    // Groups went out of use before this format came: skipping one would be recursion that a stranger controls.
    if (wire !== WireType.Varint && wire !== WireType.Bytes && wire !== WireType.Fixed64 && wire !== WireType.Fixed32) {
      throw new RangeError(`wire type ${String(wire)} of field ${field}`);
    }
    if (!onField(field, wire)) reader.skipType(wire);
    if (reader.pos > end) throw new RangeError("a field beyond the end of its message");
  }
}

function varint(reader: BinaryReader, wire: WireType): bigint {
  if (wire !== WireType.Varint) throw new RangeError(`a number of wire type ${wire}`);
  return reader.uint64();
}

function textOf(reader: BinaryReader, wire: WireType): string {
  if (wire !== WireType.Bytes) throw new RangeError(`a text of wire type ${wire}`);
  // Not the reader's own string(), which makes half characters of bytes that are no UTF-8: they can't be stored.
  const bytes = reader.bytes();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

function messageEnd(reader: BinaryReader, wire: WireType): number {
  if (wire !== WireType.Bytes) throw new RangeError(`a message of wire type ${wire}`);
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError("a message beyond the end");
  return end;
}
