import { expect, test } from "vitest";
import { type CannotTellReason, cannotTell, type HttpOutcome } from "./answer.ts";
import { createBreaker } from "./breaker.ts";
import type { Tried } from "./retry.ts";

const tried = (outcome: HttpOutcome): Tried => ({ last: { outcome, status: null, bytes: 0, retryAfterMs: null }, attempts: 1 });
const failing = (reason: CannotTellReason) => async () => tried(cannotTell(reason, ""));
const fine = async () => tried({ kind: "answered", status: 200, body: "", bytes: 0, headers: { height: null } });
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each(["timeout", "refused", "network"] as const)(
  "three requests in a row ending in %s close the source off",
  async (reason) => {
    const changes: string[] = [];
    const breaker = createBreaker({ failures: 3, downMs: 60_000 }, (state) => changes.push(state));
    for (let i = 0; i < 3; i++) expect(await breaker.run(failing(reason))).toMatchObject({ last: { outcome: { reason } } });
    let asked = false;
    expect(
      await breaker.run(async () => {
        asked = true;
        return fine();
      }),
    ).toBeNull();
    expect(asked).toBe(false);
    expect(changes).toEqual(["down"]);
  },
);

test.each(["server_error", "rate_limited", "route_missing", "not_json"] as const)(
  "%s is an answer: the source is up",
  async (reason) => {
    const breaker = createBreaker({ failures: 3, downMs: 60_000 });
    for (let i = 0; i < 10; i++) expect(await breaker.run(failing(reason))).not.toBeNull();
    for (const next of [failing("timeout"), failing("timeout"), failing(reason), failing("timeout"), failing("timeout")])
      await breaker.run(next);
    expect(await breaker.run(fine)).not.toBeNull();
  },
);

test.each(["aborted", "address_refused"] as const)("%s neither counts as a failure nor forgives one", async (reason) => {
  const breaker = createBreaker({ failures: 3, downMs: 60_000 });
  for (let i = 0; i < 10; i++) await breaker.run(failing(reason));
  for (const next of [failing("timeout"), failing("timeout"), failing(reason), failing("timeout")]) await breaker.run(next);
  expect(await breaker.run(fine)).toBeNull();
});

test("after the pause one request tries the source while others are told at once that it is down", async () => {
  const changes: string[] = [];
  const breaker = createBreaker({ failures: 1, downMs: 30 }, (state) => changes.push(state));
  await breaker.run(failing("refused"));
  await wait(40);
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const probe = breaker.run(() => gate.then(fine));
  expect(await breaker.run(fine)).toBeNull();
  release();
  expect(await probe).not.toBeNull();
  expect(await breaker.run(fine)).not.toBeNull();
  expect(changes).toEqual(["down", "up"]);
});

test("a failed try closes the source off again", async () => {
  const breaker = createBreaker({ failures: 1, downMs: 40 });
  await breaker.run(failing("refused"));
  await wait(50);
  expect(await breaker.run(failing("refused"))).not.toBeNull();
  expect(await breaker.run(fine)).toBeNull();
});
