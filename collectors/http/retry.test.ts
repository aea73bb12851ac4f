import { expect, test } from "vitest";
import { AbortedError } from "./abort.ts";
import { cannotTell, type HttpOutcome, outcomeOf } from "./answer.ts";
import type { Attempt } from "./attempt.ts";
import { DEFAULT_RETRY, withRetries } from "./retry.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { QUICK_RETRY } from "./testing/server.ts";

const never = new AbortController().signal;
const of = (outcome: HttpOutcome, retryAfterMs: number | null = null): Attempt => ({
  outcome,
  status: null,
  bytes: 0,
  retryAfterMs,
});
const status = (code: number, retryAfterMs: number | null = null) =>
  of(outcomeOf({ status: code, headers: {}, body: "", bytes: 0 }), retryAfterMs);

test.each([
  ["timeout", of(cannotTell("timeout", "")), 4],
  ["refused", of(cannotTell("refused", "")), 4],
  ["network", of(cannotTell("network", "")), 4],
  ["429", status(429), 4],
  ["502", status(502), 4],
  ["503", status(503), 4],
  ["504", status(504), 4],
  ["500", status(500), 2],
  ["505", status(505), 1],
  ["501", status(501), 1],
  ["400", status(400), 1],
  ["404", status(404), 1],
  ["200", status(200), 1],
  ["too_large", of(cannotTell("too_large", "")), 1],
  ["address_refused", of(cannotTell("address_refused", "")), 1],
  ["aborted", of(cannotTell("aborted", "")), 1],
] as const)("%s is tried as often as its kind allows", async (_name, attempt, expected) => {
  let attempts = 0;
  const tried = await withRetries(
    async () => {
      attempts++;
      return attempt;
    },
    never,
    QUICK_RETRY,
  );
  expect([attempts, tried.attempts, tried.last]).toEqual([expected, expected, attempt]);
});

test("stops at the first answer", async () => {
  const answers = [status(503), status(200), status(503)];
  const tried = await withRetries(async () => answers.shift() ?? status(400), never, QUICK_RETRY);
  expect([tried.attempts, tried.last.outcome.kind]).toEqual([2, "answered"]);
});

test("waits as long as asked, but not for a node that asks for more than the limit", async () => {
  const started = performance.now();
  const answers = [status(503, 120), status(200)];
  await withRetries(async () => answers.shift() ?? status(400), never, QUICK_RETRY);
  expect(performance.now() - started).toBeGreaterThan(110);
  expect((await withRetries(async () => status(503, 31_000), never, QUICK_RETRY)).attempts).toBe(1);
});

test("a pause ends at once when the signal aborts", async () => {
  const abort = new AbortController();
  const pending = withRetries(async () => status(503, 20_000), abort.signal, DEFAULT_RETRY);
  setTimeout(() => abort.abort(), 20);
  const started = performance.now();
  await expect(pending).rejects.toBeInstanceOf(AbortedError);
  expect(performance.now() - started).toBeLessThan(1000);
});

test("Retry-After is seconds or a date", () => {
  const now = Date.parse("2026-09-22T07:53:00Z");
  expect(parseRetryAfter("7", now)).toBe(7000);
  expect(parseRetryAfter("Tue, 22 Sep 2026 07:53:12 GMT", now)).toBe(12_000);
  expect(parseRetryAfter("Tue, 22 Sep 2026 07:00:00 GMT", now)).toBe(0);
  expect(parseRetryAfter("soon", now)).toBeNull();
  expect(parseRetryAfter(undefined, now)).toBeNull();
});
