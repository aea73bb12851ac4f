import { misfit, type NativeColumn } from "./native-column.ts";

/** The most bytes that a character of a string has in UTF-8, and those that a length takes. */
const BYTES_PER_CHARACTER = 3;
const LENGTH_BYTES = 5;

/** Texts behind one another in UTF-8, each after its length. */
export class Texts {
  #bytes = Buffer.allocUnsafe(4096);
  #end = 0;

  add(text: string): void {
    this.#makeRoom(text.length * BYTES_PER_CHARACTER + LENGTH_BYTES);
    const at = this.#end;
    // Most are short: their length takes one byte.
    const length = this.#bytes.write(text, at + 1, "utf8");
    if (length < 128) {
      this.#bytes[at] = length;
      this.#end = at + 1 + length;
      return;
    }
    this.addLength(length);
    this.#end += this.#bytes.write(text, this.#end, "utf8");
  }

  /** Writes a length, or any number below 2^35, as the format has it: seven bits a byte, the lowest first. */
  addLength(value: number): void {
    this.#makeRoom(LENGTH_BYTES);
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#end++] = (rest % 128) | 128;
    this.#bytes[this.#end++] = rest;
  }

  give(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#end);
    this.#end = 0;
    return bytes;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#end + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}

export class TextColumn implements NativeColumn {
  readonly filler = "";
  readonly #texts = new Texts();

  take(value: unknown): void {
    if (typeof value !== "string") throw misfit(value);
    this.#texts.add(value);
  }

  give(): Uint8Array[] {
    return [this.#texts.give()];
  }
}

/** What stands before a dictionary: the serialization's version; that its keys follow and replace all before; indexes of four bytes. */
const VERSION = 1n;
const KEYS_FOLLOW = (1n << 9n) | (1n << 10n);
const FOUR_BYTES = 2n;

/** `LowCardinality`: each text once, and for each row which one it is. */
export class DictionaryColumn implements NativeColumn {
  readonly filler = "";
  readonly #places = new Map<string, number>();
  readonly #keys = new Texts();
  readonly #indexes: Uint32Array;
  #count = 0;

  constructor(capacity: number) {
    this.#indexes = new Uint32Array(capacity);
  }

  take(value: unknown): void {
    if (typeof value !== "string") throw misfit(value);
    let place = this.#places.get(value);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(value, place);
      this.#keys.add(value);
    }
    this.#indexes[this.#count++] = place;
  }

  give(): Uint8Array[] {
    const head = BigUint64Array.of(VERSION, KEYS_FOLLOW | FOUR_BYTES, BigInt(this.#places.size));
    const count = BigUint64Array.of(BigInt(this.#count));
    const indexes = new Uint8Array(this.#indexes.buffer, 0, 4 * this.#count);
    this.#places.clear();
    this.#count = 0;
    return [new Uint8Array(head.buffer), this.#keys.give(), new Uint8Array(count.buffer), indexes];
  }
}
