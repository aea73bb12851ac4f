import { type BulkheadPolicy, bulkhead } from "cockatiel";
import { type Breaker, type BreakerOptions, createBreaker, DEFAULT_BREAKER } from "./breaker.ts";
import { type Budget, type BudgetClass, type BudgetLimit, createBudget, NODE_LIMITS } from "./budget.ts";
import type { Source } from "./source.ts";

/** What the client keeps about one source. `slots` bounds the requests under way; no signal is passed to it. */
export type SourceState = { key: string; budget: Budget; breaker: Breaker; slots: BulkheadPolicy };

/** How new states are made. `concurrency` counts requests under way to one source. */
export type SourceStateOptions = {
  concurrency: number;
  rateLimit: boolean;
  budgets?: Readonly<Record<BudgetClass, BudgetLimit>>;
  breaker?: BreakerOptions;
  onBreakerChange: (source: Source, state: "down" | "up") => void;
};

/**
 * The state of a source, made at its first use. Whether it is configured belongs to its key: a host the chain names
 * must not be able to close off the operator's own node. The budget is the origin's, since the node counts them all.
 */
export function createSourceStates(options: SourceStateOptions): (source: Source) => SourceState {
  const states = new Map<string, SourceState>();
  const budgets = new Map<string, Budget>();
  const limits = options.rateLimit ? (options.budgets ?? NODE_LIMITS) : null;
  return (source) => {
    const { origin, pathname } = source.baseUrl;
    const key = `${source.configured ? "own" : "chain"} ${origin}${pathname}`;
    const known = states.get(key);
    if (known !== undefined) return known;
    const budget = budgets.get(origin) ?? createBudget(limits);
    budgets.set(origin, budget);
    const state: SourceState = {
      key,
      budget,
      breaker: createBreaker(options.breaker ?? DEFAULT_BREAKER, (change) => options.onBreakerChange(source, change)),
      // cockatiel's queue stalls behind an aborted entry, so the signal is looked at inside the slot instead.
      slots: bulkhead(options.concurrency, Number.POSITIVE_INFINITY),
    };
    states.set(key, state);
    return state;
  };
}
