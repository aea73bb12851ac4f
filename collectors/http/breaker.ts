import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleType, isBrokenCircuitError } from "cockatiel";
import type { HttpOutcome } from "./answer.ts";
import type { Tried } from "./retry.ts";

/** `failures` requests in a row that couldn't reach the source close it off for `downMs` milliseconds. */
export type BreakerOptions = { failures: number; downMs: number };

export const DEFAULT_BREAKER: BreakerOptions = { failures: 3, downMs: 30_000 };

/** Stops asking a source that can't be reached. */
export type Breaker = {
  /** Runs a request, or answers null at once while the source is down. After the pause one request tries it. */
  run(request: () => Promise<Tried>): Promise<Tried | null>;
};

/** @param onChange told when the source goes down or comes back. */
export function createBreaker(options: BreakerOptions = DEFAULT_BREAKER, onChange?: (state: "down" | "up") => void): Breaker {
  const policy = circuitBreaker(handleType(Unreachable), {
    halfOpenAfter: options.downMs,
    breaker: new ConsecutiveBreaker(options.failures),
  });
  policy.onBreak(() => onChange?.("down"));
  policy.onReset(() => onChange?.("up"));
  return {
    run: async (request) => {
      // cockatiel would make callers wait for the request that tries a source again.
      if (policy.state === CircuitState.HalfOpen) return null;
      try {
        return await policy.execute(async () => carry(await request()));
      } catch (error) {
        if (isBrokenCircuitError(error)) return null;
        if (error instanceof Unreachable || error instanceof NoEvidence) return error.tried;
        throw error;
      }
    },
  };
}

class Unreachable extends Error {
  readonly tried: Tried;
  constructor(tried: Tried) {
    super("unreachable");
    this.tried = tried;
  }
}

/** Carries a result past the breaker that speaks neither for nor against the source. */
class NoEvidence extends Error {
  readonly tried: Tried;
  constructor(tried: Tried) {
    super("no evidence");
    this.tried = tried;
  }
}

function carry(tried: Tried): Tried {
  const reason = reasonOf(tried.last.outcome);
  if (reason === "timeout" || reason === "refused" || reason === "network") throw new Unreachable(tried);
  if (reason === "aborted" || reason === "address_refused") throw new NoEvidence(tried);
  return tried;
}

function reasonOf(outcome: HttpOutcome): string | null {
  return outcome.kind === "cannot_tell" ? outcome.reason : null;
}
