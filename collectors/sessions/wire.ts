/** Wire types of protobuf that are read; groups went out of use before the format of sessions came. */
export const Wire = { Varint: 0, Fixed64: 1, Bytes: 2, Fixed32: 5 } as const;

/** Bits that a byte of a varint adds. */
const BYTE = 128;
/** Bytes of a varint that a double holds whole, and the most that 64 bits take. */
const SAFE_BYTES = 7;
const MOST_BYTES = 10;

/**
 * Reads protobuf's wire format from bytes of a stranger, one field after the other and nothing made for any of them: a session has three
 * transactions to an inference. The general readers make a function or a text for each number.
 * @throws RangeError at what can't be read. That nothing is read beyond a message's end is for the caller to see.
 */
export class WireReader {
  readonly #bytes: Buffer;
  pos = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** A tag or a length. */
  uint32(): number {
    const first = this.#bytes[this.pos];
    if (first !== undefined && first < BYTE) {
      this.pos += 1;
      return first;
    }
    const value = this.#safeVarint();
    if (value === null || value > 4_294_967_295) throw new RangeError("a tag or a length beyond 32 bits");
    return value;
  }

  uint64(): bigint {
    const start = this.pos;
    const value = this.#safeVarint();
    if (value !== null) return BigInt(value);
    this.pos = start;
    let all = 0n;
    for (let count = 0; count < MOST_BYTES; count++) {
      const byte = this.#byte();
      all |= BigInt(byte % BYTE) << BigInt(7 * count);
      if (byte < BYTE) return BigInt.asUintN(64, all);
    }
    throw new RangeError("a number without an end");
  }

  text(): string {
    const length = this.uint32();
    const start = this.pos;
    this.#skip(length);
    return this.#bytes.toString("utf8", start, this.pos);
  }

  /** Passes over a field's value. */
  skip(wire: number): void {
    if (wire === Wire.Bytes) this.#skip(this.uint32());
    else if (wire === Wire.Fixed64) this.#skip(8);
    else if (wire === Wire.Fixed32) this.#skip(4);
    else this.uint64();
  }

  /** A varint of up to 49 bits; null for a longer one. */
  #safeVarint(): number | null {
    let value = 0;
    let unit = 1;
    for (let count = 0; count < SAFE_BYTES; count++) {
      const byte = this.#byte();
      value += (byte % BYTE) * unit;
      if (byte < BYTE) return value;
      unit *= BYTE;
    }
    return null;
  }

  #byte(): number {
    const byte = this.#bytes[this.pos++];
    if (byte === undefined) throw new RangeError("beyond the end");
    return byte;
  }

  #skip(length: number): void {
    this.pos += length;
    if (this.pos > this.#bytes.length) throw new RangeError("beyond the end");
  }
}
