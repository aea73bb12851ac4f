const MOST_ROUNDS = 5;

/**
 * Sessions of which no host could tell anything: each is left out of ever more rounds, up to 5 (a quarter of an hour), until its hosts have dropped it by
 * the protocol. In memory: a process that begins asks each once more.
 */
export class AskedInVain {
  readonly #waits = new Map<bigint, { readonly rounds: number; readonly until: number }>();
  #round = 0;

  /** A round begins over these sessions; the others are forgotten. */
  begin(followed: ReadonlySet<bigint>): void {
    this.#round += 1;
    for (const escrowId of this.#waits.keys()) if (!followed.has(escrowId)) this.#waits.delete(escrowId);
  }

  /** Whether this round leaves it out. */
  isWaiting(escrowId: bigint): boolean {
    const wait = this.#waits.get(escrowId);
    return wait !== undefined && this.#round < wait.until;
  }

  /** @returns whether it was the first time. */
  note(escrowId: bigint): boolean {
    const before = this.#waits.get(escrowId);
    const rounds = before === undefined ? 1 : Math.min(MOST_ROUNDS, before.rounds * 2);
    this.#waits.set(escrowId, { rounds, until: this.#round + rounds });
    return before === undefined;
  }
}
