import type { Draw } from "./draw.ts";
import { hasPart, type Plot } from "./plot.ts";

/** The time one host spends in a slot: from its first epoch to the epoch it is gone, maybe with a stay away in between. */
export interface Tenure {
  readonly slot: number;
  readonly turn: number;
  readonly first: number;
  /** The first epoch without it. */
  readonly end: number;
  readonly awayFrom: number;
  /** Back in this epoch. */
  readonly awayTo: number;
}

/** Who is in the network in which epoch: a fixed number of slots, each with one host after another. */
export class Tenures {
  readonly #draw: Draw;
  readonly #plot: Plot;
  readonly #slots: number;
  readonly #bySlot: Tenure[][] = [];

  constructor(draw: Draw, plot: Plot, slots: number) {
    this.#draw = draw;
    this.#plot = plot;
    this.#slots = slots;
  }

  /** The slot's tenures that begin in this epoch or before it, oldest first. */
  of(slot: number, epoch: number): readonly Tenure[] {
    let known = this.#bySlot[slot];
    if (known === undefined) {
      known = [this.#next(slot, undefined)];
      this.#bySlot[slot] = known;
    }
    for (let last = known.at(-1); last !== undefined && last.end <= epoch; last = known.at(-1))
      known.push(this.#next(slot, last));
    return known.filter(({ first }) => first <= epoch);
  }

  /** The tenure with a seat in the epoch; null while the slot is empty or its host away. */
  seated(slot: number, epoch: number): Tenure | null {
    const tenure = this.of(slot, epoch).at(-1);
    if (tenure === undefined || epoch >= tenure.end) return null;
    if (epoch >= tenure.awayFrom && epoch < tenure.awayTo) return null;
    if (!hasPart(this.#plot, slot) && epoch > tenure.first && this.#draw.chance(0.015, "flap", slot, epoch)) return null;
    return tenure;
  }

  get slots(): number {
    return this.#slots;
  }

  #next(slot: number, before: Tenure | undefined): Tenure {
    const turn = before === undefined ? 0 : before.turn + 1;
    const { newcomer, away } = this.#plot;
    const never = Number.MAX_SAFE_INTEGER;
    if (newcomer?.slot === slot) {
      if (before === undefined) return { slot, turn, first: 1, end: newcomer.lastOfOld + 1, awayFrom: never, awayTo: never };
      return { slot, turn, first: newcomer.first, end: never, awayFrom: never, awayTo: never };
    }
    if (away?.slot === slot) return { slot, turn, first: 1, end: never, awayFrom: away.from, awayTo: away.to + 1 };
    if (hasPart(this.#plot, slot)) return { slot, turn, first: 1, end: never, awayFrom: never, awayTo: never };
    const first = before === undefined ? this.#start(slot) : before.end + this.#draw.integer(0, 5, "vacant", slot, turn);
    const length = this.#draw.integer(20, 120, "tenure", slot, turn);
    const stays = !this.#draw.chance(0.3, "away", slot, turn);
    const awayFrom = stays ? never : first + this.#draw.integer(5, length - 8, "awayFrom", slot, turn);
    return {
      slot,
      turn,
      first,
      end: first + length,
      awayFrom,
      awayTo: stays ? never : awayFrom + this.#draw.integer(3, 5, "awayFor", slot, turn),
    };
  }

  /** Four of five start with the network; the others come within its first twenty epochs. */
  #start(slot: number): number {
    return this.#draw.chance(0.8, "genesis", slot) ? 1 : this.#draw.integer(2, 20, "start", slot);
  }
}
