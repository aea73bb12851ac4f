import { setTimeout as sleep } from "node:timers/promises";
import type { RequestHandler } from "express";

/** After this long without a request nobody waits for a page: one that opens asks again sooner. */
const QUIET_MS = 1000;
const LOOK_EVERY_MS = 50;

/** Gives way to readers each time it is called, `mostMs` in all. */
export function givingWay(quiet: Readers["quiet"], mostMs: number, signal: AbortSignal): () => Promise<void> {
  let left = mostMs;
  return async () => {
    left -= await quiet(left, signal);
  };
}

/** Who reads what is served, so that work that can wait gives way to them. */
export class Readers {
  #reading = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** Counts the requests that pass. */
  readonly watch: RequestHandler = (_, response, next) => {
    this.#reading += 1;
    response.once("close", () => {
      this.#reading -= 1;
      this.#lastAt = performance.now();
    });
    next();
  };

  /** Waits until nobody has read for a second, but no longer than `mostMs`. @returns how many milliseconds it waited. */
  async quiet(mostMs: number, signal: AbortSignal): Promise<number> {
    const started = performance.now();
    const waited = () => performance.now() - started;
    const isRead = () => this.#reading > 0 || performance.now() - this.#lastAt < QUIET_MS;
    while (isRead() && waited() < mostMs && !signal.aborted) await sleep(LOOK_EVERY_MS);
    return waited();
  }
}
