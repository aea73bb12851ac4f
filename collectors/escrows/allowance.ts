import type { Source } from "../http/source.ts";

/** How often each source may still be asked in one run: its budget of 20 requests a minute is for more than escrows. */
export class Allowance {
  readonly #left: Map<string, number>;
  readonly #sources: readonly Source[];
  #turn = 0;

  constructor(sources: readonly Source[], most: number) {
    this.#sources = sources;
    this.#left = new Map(sources.map(({ name }) => [name, most]));
  }

  /** All sources, each time beginning with the next one. */
  inTurn(): Source[] {
    const first = this.#turn++ % Math.max(1, this.#sources.length);
    return [...this.#sources.slice(first), ...this.#sources.slice(0, first)];
  }

  /** Takes one request to the source; false where it has none left. */
  take({ name }: Source): boolean {
    const left = this.#left.get(name) ?? 0;
    if (left > 0) this.#left.set(name, left - 1);
    return left > 0;
  }

  leftOf({ name }: Source): number {
    return this.#left.get(name) ?? 0;
  }

  /** Requests left, to all sources together. */
  get left(): number {
    return [...this.#left.values()].reduce((sum, left) => sum + left, 0);
  }
}
