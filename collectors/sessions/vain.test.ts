import { expect, it } from "vitest";
import { AskedInVain } from "./vain.ts";

const MINUTE = 60_000;

it("waits 3 minutes, then twice as long each time, an hour at most", () => {
  const vain = new AskedInVain();
  const waits: number[] = [];
  for (let now = 0; waits.length < 7; now += MINUTE) {
    if (vain.isWaiting(1n, now)) continue;
    expect(vain.note(1n, now)).toBe(waits.length === 0);
    waits.push(now / MINUTE);
  }
  expect(waits).toEqual([0, 3, 9, 21, 45, 93, 153]);
});

it("makes no other session wait, and forgets those that are followed no more", () => {
  const vain = new AskedInVain();
  vain.note(1n, 0);
  vain.note(2n, 0);
  expect(vain.isWaiting(3n, 0)).toBe(false);
  vain.keep(new Set([2n]));
  expect([vain.isWaiting(1n, 0), vain.isWaiting(2n, 0)]).toEqual([false, true]);
});
