import { ExponentialBackoff } from "cockatiel";
import { sleep } from "./abort.ts";
import type { Attempt } from "./attempt.ts";

/** How often and how long to try again. Times in milliseconds. */
export type RetryOptions = { maxRetries: number; initialDelayMs: number; maxDelayMs: number; maxRetryAfterMs: number };

export const DEFAULT_RETRY: RetryOptions = { maxRetries: 3, initialDelayMs: 200, maxDelayMs: 10_000, maxRetryAfterMs: 30_000 };

/** The last attempt and how many there were. */
export type Tried = { last: Attempt; attempts: number };

const RETRIED_STATUS = new Set([429, 502, 503, 504]);

/**
 * Runs attempts until one needs no other, with exponential backoff and decorrelated jitter between them. A node that
 * asks for a longer pause than `maxRetryAfterMs` is not asked again.
 * @throws AbortedError when the signal aborts during a pause.
 */
export async function withRetries(
  attempt: () => Promise<Attempt>,
  signal: AbortSignal,
  options: RetryOptions = DEFAULT_RETRY,
): Promise<Tried> {
  // cockatiel's own retry loop can't be woken by a signal, so only its backoff is used.
  let backoff = new ExponentialBackoff({ initialDelay: options.initialDelayMs, maxDelay: options.maxDelayMs }).next();
  for (let attempts = 1; ; attempts++) {
    const last = await attempt();
    if (attempts > retriesAllowed(last, options)) return { last, attempts };
    const asked = last.retryAfterMs ?? 0;
    if (asked > options.maxRetryAfterMs) return { last, attempts };
    await sleep(Math.max(asked, backoff.duration), signal);
    backoff = backoff.next(undefined);
  }
}

/** How many more attempts an outcome of this kind may have in all. */
function retriesAllowed({ outcome }: Attempt, options: RetryOptions): number {
  if (outcome.kind !== "cannot_tell") return 0;
  if (outcome.reason === "timeout" || outcome.reason === "refused" || outcome.reason === "network") return options.maxRetries;
  if (outcome.status === null) return 0;
  if (RETRIED_STATUS.has(outcome.status)) return options.maxRetries;
  return outcome.status === 500 ? Math.min(1, options.maxRetries) : 0;
}
