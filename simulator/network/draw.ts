import { createHash } from "node:crypto";

/** A draw is a function of the seed and a name alone, so any part of the history can be asked for first. */
export class Draw {
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(name: string): Buffer {
    return createHash("sha256").update(`${this.#seed}/${name}`).digest();
  }

  /** Even in [0, 1). */
  unit(name: string): number {
    return this.bytes(name).readUIntBE(0, 6) / 2 ** 48;
  }

  chance(name: string, probability: number): boolean {
    return this.unit(name) < probability;
  }

  /** Even over the whole numbers from `low` to `high`, both included. */
  integer(name: string, low: number, high: number): number {
    return low + Math.floor(this.unit(name) * (high - low + 1));
  }

  /** One of a list that isn't empty. */
  one<T>(name: string, list: readonly T[]): T {
    const found = list[this.integer(name, 0, list.length - 1)];
    if (found === undefined) throw new RangeError(`nothing to draw from for ${name}`);
    return found;
  }
}
