const VARINT = 0;
const BYTES = 2;

/**
 * Writes protobuf messages of the fields that devshards have. CosmJS's writer isn't used: it writes integers from 2^31 to 2^32 - 1
 * wrong (cosmjs-types' `int64FromString` makes them negative), and it is slow for whole sessions.
 */
export class ProtobufWriter {
  #buffer = Buffer.allocUnsafe(16_384);
  #length = 0;

  /** What was written so far; the writer starts anew. */
  take(): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  /** A varint field; like proto3, none for zero. Up to 2^53 - 1. */
  integer(field: number, value: number): void {
    if (value === 0) return;
    this.#varint(field * 8 + VARINT);
    this.#varint(value);
  }

  truth(field: number, value: boolean): void {
    this.integer(field, value ? 1 : 0);
  }

  bytes(field: number, value: Uint8Array): void {
    if (value.length === 0) return;
    this.#varint(field * 8 + BYTES);
    this.#varint(value.length);
    this.#room(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  text(field: number, value: string): void {
    this.bytes(field, Buffer.from(value, "utf8"));
  }

  /** A message field, also when it is empty: there is one. */
  message(field: number, write: () => void): void {
    this.#varint(field * 8 + BYTES);
    const start = this.#length;
    write();
    const length = this.#length - start;
    // The length stands before what it counts, so it is written behind first and the two change places.
    this.#varint(length);
    const prefix = Buffer.from(this.#buffer.subarray(start + length, this.#length));
    this.#buffer.copyWithin(start + prefix.length, start, start + length);
    this.#buffer.set(prefix, start);
  }

  #varint(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest > 127) {
      this.#buffer[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#length++] = rest;
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
