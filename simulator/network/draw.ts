import { createHash } from "node:crypto";

/**
 * Draws are functions of the seed, a name and some numbers alone, so any part of the history can be asked for first. Numbers come
 * from a fast hash, because an epoch of 10,000 hosts takes a million of them; keys come from sha256.
 */
export class Draw {
  readonly #seed: string;
  readonly #tags = new Map<string, number>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** 32 bytes, for keys and hashes. */
  bytes(name: string): Buffer {
    return createHash("sha256").update(`${this.#seed}/${name}`).digest();
  }

  /** Even in [0, 1). */
  unit(tag: string, ...at: readonly number[]): number {
    let hash = this.#tag(tag);
    for (const number of at) hash = mixed(Math.imul(hash ^ number, 0x5bd1e995) + 0x27d4eb2f);
    return mixed(hash) / 2 ** 32;
  }

  chance(probability: number, tag: string, ...at: readonly number[]): boolean {
    return this.unit(tag, ...at) < probability;
  }

  /** Even over the whole numbers from `low` to `high`, both included. */
  integer(low: number, high: number, tag: string, ...at: readonly number[]): number {
    return low + Math.floor(this.unit(tag, ...at) * (high - low + 1));
  }

  /** One of a list that isn't empty. */
  one<T>(list: readonly T[], tag: string, ...at: readonly number[]): T {
    const found = list[this.integer(0, list.length - 1, tag, ...at)];
    if (found === undefined) throw new RangeError(`nothing to draw from for ${tag}`);
    return found;
  }

  #tag(tag: string): number {
    const known = this.#tags.get(tag);
    if (known !== undefined) return known;
    const hash = this.bytes(`tag/${tag}`).readUInt32BE(0);
    this.#tags.set(tag, hash);
    return hash;
  }
}

/** The finaliser of murmur3: every bit of the input moves every bit of the result. */
function mixed(input: number): number {
  let hash = input >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
