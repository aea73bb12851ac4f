/** What one source told of its head at one moment; `at` is a monotonic clock's milliseconds. */
export interface HeadSighting {
  readonly source: string;
  readonly height: number;
  readonly at: number;
}

/** A chain that stands still: the height of its last block, how long ago it came (milliseconds), and who says so. */
export interface Halt {
  readonly height: number;
  readonly ageMs: number;
  readonly sources: readonly string[];
}

/** No block for this long is a halt (data-sources: block time, stalls). */
export const HALT_AFTER_MS = 60_000;
/** What was told longer ago than this says nothing of now. Sources are polled every 15 s. */
const FRESH_MS = 20_000;

/**
 * Decides whether the chain halted, from what the sources that follow it told last. A halt needs two of them at the same head and none
 * above it; the newest block must be 60 s old. Whoever has stopped answering says nothing.
 *
 * @param lastBlockAt when the newest block came, on the clock of the sightings; null where that is not known yet.
 */
export function decideHalt(latest: readonly HeadSighting[], lastBlockAt: number | null, now: number): Halt | null {
  const fresh = latest.filter(({ at }) => at >= now - FRESH_MS);
  const height = Math.max(...fresh.map((one) => one.height));
  const standing = fresh.filter((one) => one.height === height);
  if (lastBlockAt === null || standing.length < 2) return null;
  // The evidence is the newest poll, not the clock's reading: what happened since nobody has seen.
  const ageMs = Math.max(...standing.map(({ at }) => at)) - lastBlockAt;
  return ageMs >= HALT_AFTER_MS ? { height, ageMs, sources: standing.map(({ source }) => source).sort() } : null;
}

/**
 * When the newest block came, as seen from one service: the first sighting of its height, moved back by how old the block said it was, but
 * by no more than the time since the height before was last seen. A wrong wall clock can't make a running chain look halted.
 */
export class LastBlock {
  #height = -1;
  #at: number | null = null;
  #seenBefore: number | null = null;

  get height(): number {
    return this.#height;
  }

  /** On the clock of the sightings; null before the first. */
  get at(): number | null {
    return this.#at;
  }

  /**
   * Takes a sighting by a source that follows the chain.
   *
   * @param ageMs how old the block was by the wall's clock; null where that clock is not the chain's (a simulated network).
   */
  see({ height, at }: HeadSighting, ageMs: number | null): void {
    if (height > this.#height) {
      const isFirst = this.#height < 0;
      const most = isFirst ? Number.POSITIVE_INFINITY : at - (this.#seenBefore ?? at);
      const back = Math.min(Math.max(ageMs ?? 0, 0), most);
      this.#at = at - back;
      this.#height = height;
    }
    if (height === this.#height) this.#seenBefore = at;
  }
}
