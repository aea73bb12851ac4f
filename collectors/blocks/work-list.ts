import type { Chunk, Span } from "./chunks.ts";

/** A source as a worker of the list; `floor` and `ceiling` bound the heights it has. */
export interface Worker {
  readonly name: string;
  readonly floor: number;
  readonly ceiling: number;
}

/** A chunk that was handed out, or is to be. */
export interface Open {
  readonly chunk: Chunk;
  readonly failedBy: Set<Worker>;
}

/**
 * Hands out chunks to sources, each to one at a time. A chunk that a source can't tell goes to one that hasn't been asked for it; one that
 * no source is left for is unanswered. A source whose failures follow each other `patience` times is given no more.
 */
export class WorkList {
  readonly #fresh: Iterator<Chunk>;
  readonly #active: Map<Worker, { streak: number }>;
  readonly #patience: number;
  #waiting: Open[] = [];
  #underWay = 0;
  #wake: (() => void)[] = [];
  #exhausted = false;
  #closed = false;
  readonly unanswered: Span[] = [];

  constructor(chunks: Iterable<Chunk>, workers: readonly Worker[], patience: number) {
    this.#fresh = chunks[Symbol.iterator]();
    this.#active = new Map(workers.map((worker) => [worker, { streak: 0 }]));
    this.#patience = patience;
  }

  /** The next chunk for a source, waiting for those under way elsewhere, which may yet come back; null when nothing is left for it. */
  async take(worker: Worker): Promise<Open | null> {
    for (;;) {
      if (this.#closed || !this.#active.has(worker)) return null;
      const open = this.#returned(worker) ?? this.#next(worker);
      if (open) {
        this.#underWay += 1;
        return open;
      }
      if (this.#exhausted && this.#underWay === 0) return null;
      await new Promise<void>((wake) => this.#wake.push(wake));
    }
  }

  done(worker: Worker): void {
    const state = this.#active.get(worker);
    if (state) state.streak = 0;
    this.#settle();
  }

  /** @returns whether the source is given up with this failure. */
  failed(worker: Worker, open: Open): boolean {
    open.failedBy.add(worker);
    const state = this.#active.get(worker);
    const givenUp = state !== undefined && ++state.streak >= this.#patience;
    if (givenUp) this.#active.delete(worker);
    this.#waiting.push(open);
    this.#drop();
    this.#settle();
    return givenUp;
  }

  /** Ends the work: nothing more is handed out. */
  close(): void {
    this.#closed = true;
    this.#settle(0);
  }

  /** What nobody answered, once every worker has come back with null. */
  *rest(): Generator<Span> {
    yield* this.unanswered;
    for (const { chunk } of this.#waiting) yield chunk;
    for (let next = this.#fresh.next(); !next.done; next = this.#fresh.next()) yield next.value;
  }

  #returned(worker: Worker): Open | null {
    const at = this.#waiting.findIndex((open) => mayAnswer(worker, open));
    return at < 0 ? null : (this.#waiting.splice(at, 1)[0] ?? null);
  }

  #next(worker: Worker): Open | null {
    while (this.#waiting.length < MAX_WAITING) {
      const next = this.#fresh.next();
      if (next.done) {
        this.#exhausted = true;
        return null;
      }
      const open = { chunk: next.value, failedBy: new Set<Worker>() };
      if (mayAnswer(worker, open)) return open;
      if (this.#anyoneFor(open)) {
        this.#waiting.push(open);
        // Others may be asleep while this source skips what only they have.
        this.#wakeAll();
      } else this.unanswered.push(open.chunk);
    }
    return null;
  }

  #anyoneFor(open: Open): boolean {
    return [...this.#active.keys()].some((worker) => mayAnswer(worker, open));
  }

  #drop(): void {
    this.#waiting = this.#waiting.filter((open) => {
      if (this.#anyoneFor(open)) return true;
      this.unanswered.push(open.chunk);
      return false;
    });
  }

  #settle(done = 1): void {
    this.#underWay -= done;
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** Chunks that wait for the sources which have them, while others skip ahead. */
const MAX_WAITING = 1000;

const mayAnswer = (worker: Worker, { chunk, failedBy }: Open): boolean =>
  chunk.from >= worker.floor && chunk.to <= worker.ceiling && !failedBy.has(worker);
