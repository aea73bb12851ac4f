import { misfit, type NativeColumn } from "./native-column.ts";

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** Numbers of up to 32 bits, and doubles. */
export class NumberColumn implements NativeColumn {
  readonly filler: unknown;
  readonly #values: Numbers;
  readonly #read: (value: unknown) => number | null;
  #count = 0;

  constructor(values: Numbers, read: (value: unknown) => number | null, filler: unknown = 0) {
    this.#values = values;
    this.#read = read;
    this.filler = filler;
  }

  take(value: unknown): void {
    const number = this.#read(value);
    if (number === null) throw misfit(value);
    this.#values[this.#count++] = number;
  }

  give(): Uint8Array[] {
    const bytes = bytesOf(this.#values, this.#count);
    this.#count = 0;
    return [bytes];
  }
}

/** Integers of 64 bits. */
export class BigColumn implements NativeColumn {
  readonly filler: unknown;
  readonly #values: BigUint64Array | BigInt64Array;
  readonly #read: (value: unknown) => bigint | null;
  #count = 0;

  constructor(values: BigUint64Array | BigInt64Array, read: (value: unknown) => bigint | null, filler: unknown = 0) {
    this.#values = values;
    this.#read = read;
    this.filler = filler;
  }

  take(value: unknown): void {
    const integer = this.#read(value);
    if (integer === null) throw misfit(value);
    this.#values[this.#count++] = integer;
  }

  give(): Uint8Array[] {
    const bytes = bytesOf(this.#values, this.#count);
    this.#count = 0;
    return [bytes];
  }
}

/** Which rows are null, and then a value for each row. */
export class NullableColumn implements NativeColumn {
  readonly filler = null;
  readonly #nulls: Uint8Array;
  readonly #values: NativeColumn;
  #count = 0;

  constructor(capacity: number, values: NativeColumn) {
    this.#nulls = new Uint8Array(capacity);
    this.#values = values;
  }

  take(value: unknown): void {
    this.#nulls[this.#count++] = value === null ? 1 : 0;
    this.#values.take(value === null ? this.#values.filler : value);
  }

  give(): Uint8Array[] {
    const nulls = this.#nulls.subarray(0, this.#count);
    this.#count = 0;
    return [nulls, ...this.#values.give()];
  }
}

const bytesOf = (
  { buffer, byteOffset, BYTES_PER_ELEMENT }: ArrayBufferView & { readonly BYTES_PER_ELEMENT: number },
  count: number,
) => new Uint8Array(buffer, byteOffset, count * BYTES_PER_ELEMENT);
