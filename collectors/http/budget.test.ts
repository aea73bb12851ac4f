import { expect, test } from "vitest";
import { AbortedError } from "./abort.ts";
import { budgetClassOf, createBudget, NODE_LIMITS } from "./budget.ts";

const never = new AbortController().signal;
const small = { ...NODE_LIMITS, chain: { perMinute: 600, burst: 3 } };

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

test.each([
  ["/chain-rpc/", "chain"],
  ["/chain-api/productscience/x", "chain"],
  ["/v1/epochs/current/participants", "host_api"],
  ["/v2?x=1", "host_api"],
  ["/api/v1/x", "host_api"],
  ["/v1/mlnodes/metrics", "mlnode_metrics"],
  ["/v10/x", null],
  ["/devshard/v3/stats/shards", null],
  ["/health", null],
  ["/cosmos/v1/x", null],
])("%s is counted as %s", (path, expected) => {
  expect(budgetClassOf(path)).toBe(expected);
});

test("the limits are the node's own", () => {
  expect(NODE_LIMITS).toMatchObject({ chain: { perMinute: 20, burst: 200 }, host_api: { perMinute: 10, burst: 600 } });
});

test("a full burst passes at once, then requests wait in line for the drip", async () => {
  const budget = createBudget(small);
  const take = () => budget.take("/chain-rpc/", never);
  expect(await millisecondsOf(() => Promise.all([take(), take(), take()]))).toBeLessThan(60);
  const waited = await millisecondsOf(() => Promise.all([take(), take()]));
  expect(waited).toBeGreaterThan(150);
  expect(waited).toBeLessThan(1500);
});

test("other classes don't wait for an exhausted one, and off means off", async () => {
  const budget = createBudget({ ...small, chain: { perMinute: 1, burst: 1 } });
  await budget.take("/chain-rpc/", never);
  await budget.take("/v1/x", never);
  await budget.take("/devshard/x", never);
  const off = createBudget(null);
  for (let i = 0; i < 1000; i++) await off.take("/chain-rpc/", never);
});

test("an aborted wait ends at once and takes no token from those behind it", async () => {
  const budget = createBudget({ ...small, chain: { perMinute: 300, burst: 1 } });
  await budget.take("/chain-rpc/", never);
  const abort = new AbortController();
  const aborted = [1, 2, 3].map(() => budget.take("/chain-rpc/", abort.signal));
  const behind = millisecondsOf(() => budget.take("/chain-rpc/", never));
  abort.abort();
  for (const waiter of aborted) await expect(waiter).rejects.toBeInstanceOf(AbortedError);
  expect(await behind).toBeLessThan(390);
});
