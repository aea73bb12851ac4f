import { type Decoded, decodedOrRejected, Rejected } from "../decode/decoded.ts";
import { Wire, WireReader } from "./wire.ts";

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

/** A transaction of a session. Times are as the gateway wrote them; `id` is the inference's, the nonce of its start. */
export type SessionTx =
  | {
      readonly kind: "start";
      readonly id: number;
      readonly model: string;
      readonly inputLength: bigint;
      readonly maxTokens: bigint;
      readonly startedAt: bigint;
    }
  | { readonly kind: "confirm"; readonly id: number; readonly confirmedAt: bigint }
  | {
      readonly kind: "finish";
      readonly id: number;
      readonly inputTokens: bigint;
      readonly outputTokens: bigint;
      readonly executorSlot: bigint;
    }
  | { readonly kind: "timeout"; readonly id: number; readonly reason: bigint }
  | { readonly kind: "validation"; readonly id: number; readonly valid: boolean }
  | { readonly kind: "vote"; readonly id: number; readonly valid: boolean }
  | { readonly kind: "finalize" }
  /** `reveal_seed`, which changes nothing since the reveal phase was removed. */
  | { readonly kind: "reveal" }
  /** A field of the oneof that nobody knows, or none of them; or an id that no nonce can be. */
  | { readonly kind: "unknown" };

const UNKNOWN: SessionTx = { kind: "unknown" };

/** `numbers` has bit n set where field n is a varint that is read; `text` is the field of the text, 0 where there is none. */
interface Shape {
  readonly numbers: number;
  readonly text: number;
}

const fields = (...numbers: readonly number[]) => numbers.reduce((bits, field) => bits | (1 << field), 0);
const HIGHEST = 6;

/** The messages of the oneof by their field. */
const SHAPES: readonly (Shape | undefined)[] = [
  undefined,
  { numbers: fields(1, 4, 5, 6), text: 3 },
  { numbers: fields(1, 3), text: 0 },
  { numbers: fields(1, 3, 4, 5), text: 0 },
  { numbers: fields(1, 2), text: 0 },
  { numbers: fields(1, 3), text: 0 },
  { numbers: fields(1, 3), text: 0 },
  { numbers: 0, text: 0 },
  { numbers: 0, text: 0 },
];

/** Decodes the bytes of one diff; see {@link decodeDiffContents}. */
export const decodeDiffContent = (bytes: Uint8Array): Decoded<DiffContent> =>
  decodedOrRejected(() => {
    const [value] = decodeDiffContents(bytes, [bytes.length]);
    if (value === undefined) throw new Rejected("nothing");
    return { value, unknowns: [] };
  });

/**
 * Decodes diffs that lie behind one another, each up to its end. A diff is read whole or not at all: one transaction that can't be read
 * gives up all of them.
 * @throws Rejected
 */
export function decodeDiffContents(bytes: Uint8Array, ends: readonly number[]): DiffContent[] {
  const reader = new WireReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  try {
    return ends.map((end) => contentUpTo(reader, end));
  } catch (error) {
    throw new Rejected(`not the content of a diff: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function contentUpTo(reader: WireReader, end: number): DiffContent {
  const txs: SessionTx[] = [];
  let nonce = 0n;
  let escrowId = "";
  while (reader.pos < end) {
    const tag = reader.uint32();
    const wire = wireOf(tag);
    if (tag >>> 3 === 1) nonce = varint(reader, wire);
    else if (tag >>> 3 === 2) txs.push(txUpTo(reader, messageEnd(reader, wire, end)));
    else if (tag >>> 3 === 3) escrowId = textOf(reader, wire);
    else reader.skip(wire);
    refuseBeyond(reader, end);
  }
  return { nonce, txs, escrowId };
}

/** The last field of a oneof counts, as the format has it. */
function txUpTo(reader: WireReader, end: number): SessionTx {
  let tx = UNKNOWN;
  while (reader.pos < end) {
    const tag = reader.uint32();
    const wire = wireOf(tag);
    const shape = SHAPES[tag >>> 3];
    if (shape === undefined) {
      tx = UNKNOWN;
      reader.skip(wire);
    } else {
      const text = readFields(reader, messageEnd(reader, wire, end), shape);
      tx = txOf(tag >>> 3, text);
    }
    refuseBeyond(reader, end);
  }
  return tx;
}

/** The numbers of the message read last, by field: one array for all of them, since millions are read. */
const numbers: bigint[] = Array.from({ length: HIGHEST + 1 }, () => 0n);

/** Reads a message's numbers into `numbers`; returns its text. */
function readFields(reader: WireReader, end: number, shape: Shape): string {
  numbers.fill(0n);
  let text = "";
  while (reader.pos < end) {
    const tag = reader.uint32();
    const wire = wireOf(tag);
    const field = tag >>> 3;
    if (field <= HIGHEST && (shape.numbers & (1 << field)) !== 0) numbers[field] = varint(reader, wire);
    else if (field === shape.text) text = textOf(reader, wire);
    else reader.skip(wire);
    refuseBeyond(reader, end);
  }
  return text;
}

const numberAt = (field: number): bigint => numbers[field] ?? 0n;
const MOST_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function txOf(kind: number, text: string): SessionTx {
  if (kind === 7) return { kind: "reveal" };
  if (kind === 8) return { kind: "finalize" };
  if (numberAt(1) > MOST_SAFE) return UNKNOWN;
  const id = Number(numberAt(1));
  switch (kind) {
    case 1:
      return { kind: "start", id, model: text, inputLength: numberAt(4), maxTokens: numberAt(5), startedAt: numberAt(6) };
    case 2:
      return { kind: "confirm", id, confirmedAt: numberAt(3) };
    case 3:
      return { kind: "finish", id, inputTokens: numberAt(3), outputTokens: numberAt(4), executorSlot: numberAt(5) };
    case 4:
      return { kind: "timeout", id, reason: numberAt(2) };
    case 5:
      return { kind: "validation", id, valid: numberAt(3) !== 0n };
    default:
      return { kind: "vote", id, valid: numberAt(3) !== 0n };
  }
}

/** The wire type of a tag. A group is none: skipping one would be recursion that a stranger controls. */
function wireOf(tag: number): number {
  const wire = tag & 7;
  const isKnown = wire === Wire.Varint || wire === Wire.Bytes || wire === Wire.Fixed64 || wire === Wire.Fixed32;
  if (tag >>> 3 === 0 || !isKnown) throw new RangeError(`field ${tag >>> 3} of wire type ${wire}`);
  return wire;
}

function varint(reader: WireReader, wire: number): bigint {
  if (wire !== Wire.Varint) throw new RangeError(`a number of wire type ${wire}`);
  return reader.uint64();
}

function textOf(reader: WireReader, wire: number): string {
  if (wire !== Wire.Bytes) throw new RangeError(`a text of wire type ${wire}`);
  return reader.text();
}

function messageEnd(reader: WireReader, wire: number, outer: number): number {
  if (wire !== Wire.Bytes) throw new RangeError(`a message of wire type ${wire}`);
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > outer) throw new RangeError("a message beyond the end");
  return end;
}

function refuseBeyond(reader: WireReader, end: number): void {
  if (reader.pos > end) throw new RangeError("a field beyond the end of its message");
}
