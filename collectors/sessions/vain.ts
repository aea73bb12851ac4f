const FIRST_WAIT_MS = 3 * 60_000;
const LONGEST_WAIT_MS = 60 * 60_000;

/**
 * Sessions of which no host could tell anything: each is asked for again after a wait that doubles every time, up to an hour, until its
 * hosts have dropped it by the protocol. In memory: a process that begins asks each once more.
 */
export class AskedInVain {
  readonly #waits = new Map<bigint, { readonly waitMs: number; readonly until: number }>();

  /** Whether it is too soon to ask again. @param now unix milliseconds. */
  isWaiting(escrowId: bigint, now: number): boolean {
    const wait = this.#waits.get(escrowId);
    return wait !== undefined && now < wait.until;
  }

  /** @returns whether it was the first time. */
  note(escrowId: bigint, now: number): boolean {
    const before = this.#waits.get(escrowId);
    const waitMs = before === undefined ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, before.waitMs * 2);
    this.#waits.set(escrowId, { waitMs, until: now + waitMs });
    return before === undefined;
  }

  /** Forgets those that are followed no more. */
  keep(followed: ReadonlySet<bigint>): void {
    for (const escrowId of this.#waits.keys()) if (!followed.has(escrowId)) this.#waits.delete(escrowId);
  }
}
