/** nginx's limit_req: a steady rate with a burst above it. */
export class Allowance {
  readonly #perMs: number;
  readonly #burst: number;
  #excess = 0;
  #at: number | null = null;

  constructor(perMinute: number, burst: number) {
    this.#perMs = perMinute / 60_000;
    this.#burst = burst;
  }

  /** Whether one more request at a moment (milliseconds of any clock that rises) is within it. */
  take(ms: number): boolean {
    if (this.#at === null) {
      this.#at = ms;
      return true;
    }
    const excess = Math.max(0, this.#excess - (ms - this.#at) * this.#perMs) + 1;
    if (excess > this.#burst + 1e-9) return false;
    this.#excess = excess;
    this.#at = ms;
    return true;
  }
}
