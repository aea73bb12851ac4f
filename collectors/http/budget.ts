import { TokenBucket } from "limiter";
import { sleep, unlessAborted } from "./abort.ts";

/** A class of paths that a node's front proxy counts together. */
export type BudgetClass = "chain" | "host_api" | "mlnode_metrics";

/** `perMinute` requests a minute on average, `burst` at once after a pause. */
export type BudgetLimit = { perMinute: number; burst: number };

/** What a node's front proxy allows one client address before it answers 503. Paths outside these classes are not limited. */
export const NODE_LIMITS: Readonly<Record<BudgetClass, BudgetLimit>> = {
  chain: { perMinute: 20, burst: 200 },
  host_api: { perMinute: 10, burst: 600 },
  mlnode_metrics: { perMinute: 10, burst: 30 },
};

/** The class of a path below the source's base, or null when it is not limited. */
export function budgetClassOf(path: string): BudgetClass | null {
  if (/^\/chain-[^/?]*/.test(path)) return "chain";
  if (/^\/(api\/)?v1\/mlnodes\/metrics([/?]|$)/.test(path)) return "mlnode_metrics";
  return /^\/(v1|v2|api)([/?]|$)/.test(path) ? "host_api" : null;
}

/** The request budget of one source. Buckets start full. */
export type Budget = {
  /** Takes one request's token, waiting in line for it. @throws AbortedError when the signal aborts first. */
  take(path: string, signal: AbortSignal): Promise<void>;
};

/** A budget with the given limits, or one that never waits when `limits` is null (GONKA_RATE_LIMIT=off). */
export function createBudget(limits: Readonly<Record<BudgetClass, BudgetLimit>> | null): Budget {
  if (limits === null) return { take: async () => undefined };
  const lines = {
    chain: createLine(limits.chain),
    host_api: createLine(limits.host_api),
    mlnode_metrics: createLine(limits.mlnode_metrics),
  };
  return {
    take: async (path, signal) => {
      const budgetClass = budgetClassOf(path);
      if (budgetClass !== null) await lines[budgetClass](signal);
    },
  };
}

function createLine(limit: BudgetLimit): (signal: AbortSignal) => Promise<void> {
  const bucket = new TokenBucket({ bucketSize: limit.burst, tokensPerInterval: limit.perMinute, interval: "minute" });
  bucket.content = limit.burst;
  let last: Promise<void> = Promise.resolve();
  // TokenBucket.removeTokens can't be aborted and would take a token for a caller who has gone.
  const takeOne = async (signal: AbortSignal) => {
    while (!signal.aborted && !bucket.tryRemoveTokens(1)) await sleep(bucket.getWaitTime(1), signal);
  };
  return (signal) => {
    const mine = last.then(() => takeOne(signal));
    last = mine.catch(() => undefined);
    return unlessAborted(mine, signal);
  };
}
