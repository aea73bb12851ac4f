import { headOfStart } from "./epochs.ts";
import type { SimulationOptions } from "./options.ts";

interface Halt {
  /** The last block before the halt. */
  readonly after: number;
  readonly from: number;
  /** How much later than planned every following block comes; null while the halt lasts. */
  shiftMs: number | null;
}

/**
 * The simulated time, unix milliseconds, and the time of every block. The only part of the network that changes: it runs at a
 * speed, can be moved forward by hand and can stop making blocks.
 */
export class SimulationClock {
  readonly #blockMs: number;
  readonly #genesisMs: number;
  readonly #wall: () => number;
  #simulated: number;
  #since: number;
  #speed: number;
  readonly #halts: Halt[] = [];

  /** `wall` gives wall milliseconds; tests hand in their own. */
  constructor(options: SimulationOptions, wall: () => number = Date.now) {
    this.#blockMs = options.blockMs;
    const head = headOfStart(options);
    this.#genesisMs = options.endMs - head * options.blockMs - wobble(head, options.blockMs);
    this.#wall = wall;
    this.#since = wall();
    this.#simulated = options.endMs;
    this.#speed = options.speed;
  }

  now(): number {
    return Math.floor(this.#simulated + Math.max(0, this.#wall() - this.#since) * this.#speed);
  }

  get speed(): number {
    return this.#speed;
  }

  setSpeed(speed: number): void {
    if (!(speed >= 0)) throw new RangeError(`a clock runs forward: ${speed}`);
    this.#settle();
    this.#speed = speed;
  }

  /** Moves the clock forward by simulated milliseconds. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`a clock runs forward: ${ms}`);
    this.#settle();
    this.#simulated += ms;
  }

  /** No block comes from now on until `resume`. */
  halt(): void {
    if (this.halted) return;
    this.#halts.push({ after: this.height(), from: this.now(), shiftMs: null });
  }

  /** Blocks come again, the next one at once. */
  resume(): void {
    const halt = this.#halts.at(-1);
    if (halt === undefined || halt.shiftMs !== null) return;
    const planned = this.#planned(halt.after + 1) + this.#shiftBefore(halt.after + 1);
    halt.shiftMs = Math.max(0, this.now() - planned);
  }

  get halted(): boolean {
    return this.#halts.at(-1)?.shiftMs === null;
  }

  /** Height of the newest block. */
  height(): number {
    const halt = this.#halts.at(-1);
    const height = this.heightAt(this.now());
    return halt?.shiftMs === null ? Math.min(height, halt.after) : height;
  }

  /** Header time of a block, unix milliseconds; of a block to come, when it comes if nothing halts the chain. */
  timeOf(height: number): number {
    return this.#planned(height) + this.#shiftBefore(height);
  }

  /** The newest block at or before a moment, if the chain isn't halted now. */
  heightAt(ms: number): number {
    let low = 0;
    let high = Math.max(1, Math.ceil((ms - this.#genesisMs) / this.#blockMs) + 2);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.timeOf(middle) <= ms) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Pauses of block production, oldest first: the last block before it and the moments it began and ended (null: still on). */
  halts(): readonly { readonly after: number; readonly from: number; readonly to: number | null }[] {
    return this.#halts.map(({ after, from, shiftMs }) => ({ after, from, to: shiftMs === null ? null : this.timeOf(after + 1) }));
  }

  #planned(height: number): number {
    return this.#genesisMs + height * this.#blockMs + wobble(height, this.#blockMs);
  }

  #shiftBefore(height: number): number {
    let shift = 0;
    for (const halt of this.#halts) if (height > halt.after) shift += halt.shiftMs ?? 0;
    return shift;
  }

  #settle(): void {
    this.#simulated = this.now();
    this.#since = this.#wall();
  }
}

/** Below ±0.3 of the mean, so that times rise strictly and no interval is longer than 1.6 times the mean. */
function wobble(height: number, blockMs: number): number {
  const mixed = Math.imul(height ^ (height >>> 15), 0x2c1b3c6d) ^ Math.imul(height, 0x297a2d39);
  const unit = ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
  return Math.round((unit - 0.5) * 0.6 * blockMs);
}
