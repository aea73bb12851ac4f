import type { Network } from "../../network/network.ts";
import type { Escrow, Session } from "../../network/sessions-types.ts";
import type { Host } from "../../network/types.ts";

/** A session as one host knows it at a moment. */
export interface Known {
  readonly escrow: Escrow;
  readonly session: Session;
  /** Newest nonce that the host has; 0 before the first. */
  readonly nonce: number;
  readonly ms: number;
}

export type Found = Known | "unknown" | "no slot";

/** After the last diff the hosts of a session tell each other the rest within this share of an epoch. */
const TOLD_WITHIN = 0.002;

/** Which sessions a host has, and up to which diff. */
export class HostSessions {
  readonly #network: Network;

  constructor(network: Network) {
    this.#network = network;
  }

  find(host: Host, version: string, id: string, ms: number): Found {
    const escrow = /^\d{1,18}$/.test(id) ? this.#network.escrow(BigInt(id)) : null;
    if (escrow === null || escrow.version !== version || !this.#isKept(escrow, ms)) return "unknown";
    return escrow.slots.includes(host.address) ? this.#known(host, escrow, ms) : "no slot";
  }

  /**
   * What `/stats/shards` shows: sessions of the latest epoch, so none of E from pocStart(E+1) on, that aren't settled and have reached
   * this host.
   */
  listed(host: Host, version: string, ms: number): readonly Known[] {
    const height = this.#heightAt(ms);
    const { latest } = this.#network.epochsAt(height);
    return this.#network
      .escrowsOf(latest)
      .filter(
        ({ version: bound, createdHeight, settledHeight, slots }) =>
          bound === version &&
          createdHeight <= height &&
          (settledHeight === null || settledHeight > height) &&
          slots.includes(host.address),
      )
      .map((escrow) => this.#known(host, escrow, ms))
      .filter(({ nonce }) => nonce > 0);
  }

  /** Sessions of the latest epoch in which the host has no slot. */
  strange(host: Host, ms: number): readonly Escrow[] {
    const height = this.#heightAt(ms);
    const { latest } = this.#network.epochsAt(height);
    return this.#network
      .escrowsOf(latest)
      .filter(({ createdHeight, slots }) => createdHeight <= height && !slots.includes(host.address));
  }

  latestEpoch(ms: number): number {
    return this.#network.epochsAt(this.#heightAt(ms)).latest;
  }

  /** A halt may last: no block is newer than the head. */
  #heightAt(ms: number): number {
    const { clock } = this.#network;
    return Math.min(clock.heightAt(ms), clock.height());
  }

  /** Hosts keep about three epochs of sessions, longer than the chain keeps their escrows. */
  #isKept({ createdHeight, epoch }: Escrow, ms: number): boolean {
    const height = this.#heightAt(ms);
    return createdHeight <= height && height < this.#network.stagesOf(epoch + 3).pocStart;
  }

  /**
   * A host knows the diffs that it was sent: the gateway sends each to the host of slot `nonce % slots`, with all before it. So hosts
   * lag each other while a session runs. When it is over they pass the rest on.
   */
  #known(host: Host, escrow: Escrow, ms: number): Known {
    const session = this.#network.session(escrow);
    const { diffs } = session;
    let nonce = this.#heightAt(ms) < escrow.createdHeight ? 0 : madeBy(session, ms);
    const { epoch, blockMs } = this.#network.options;
    const toldBy = (diffs.at(-1)?.ms ?? 0) + TOLD_WITHIN * epoch.length * blockMs;
    const over = nonce === diffs.length && ms >= toldBy;
    while (!over && nonce > 0 && escrow.slots[nonce % escrow.slots.length] !== host.address) nonce -= 1;
    return { escrow, session, nonce, ms };
  }
}

/** How many diffs were made by a moment. */
function madeBy({ diffs }: Session, ms: number): number {
  let low = 0;
  let high = diffs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((diffs[middle]?.ms ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
