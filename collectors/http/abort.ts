import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

/** Thrown inside the client when the caller gave up; it becomes the outcome `aborted`. */
export class AbortedError extends Error {
  override readonly name = "AbortedError";
}

/**
 * A controller that aborts with any of its parents. `unlink` must be called when the work is over: a parent lives as
 * long as the process (Ctrl-C) and would hold every child, as AbortSignal.any does.
 */
export function childController(parents: readonly (AbortSignal | undefined)[]): {
  controller: AbortController;
  unlink: () => void;
} {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const abort = () => controller.abort(new AbortedError("aborted"));
  const unlinks: (() => void)[] = [];
  for (const parent of parents) {
    if (parent === undefined) continue;
    if (parent.aborted) abort();
    // Thousands of requests may listen to one signal; that is no leak, since each unlinks.
    setMaxListeners(0, parent);
    parent.addEventListener("abort", abort, { once: true });
    unlinks.push(() => parent.removeEventListener("abort", abort));
  }
  return {
    controller,
    unlink: () => {
      for (const unlink of unlinks) unlink();
    },
  };
}

/** Waits `ms` milliseconds. @throws AbortedError as soon as the signal aborts. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    throw new AbortedError("aborted");
  }
}

/** The promise's result, or AbortedError as soon as the signal aborts; the promise itself runs on. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  promise.catch(() => undefined);
  if (signal.aborted) throw new AbortedError("aborted");
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new AbortedError("aborted"));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
