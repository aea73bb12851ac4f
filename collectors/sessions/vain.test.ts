import { expect, it } from "vitest";
import { AskedInVain } from "./vain.ts";

it("asks in the next round, then leaves twice as many out each time, 5 at most", () => {
  const vain = new AskedInVain();
  const asked: number[] = [];
  for (let round = 0; asked.length < 9; round++) {
    vain.begin(new Set([1n]));
    if (vain.isWaiting(1n)) continue;
    expect(vain.note(1n)).toBe(asked.length === 0);
    asked.push(round);
  }
  expect(asked).toEqual([0, 1, 3, 7, 12, 17, 22, 27, 32]);
});

it("leaves no other session out, and forgets those that are followed no more", () => {
  const vain = new AskedInVain();
  const both = new Set([1n, 2n]);
  for (let round = 0; round < 2; round++) {
    vain.begin(both);
    vain.note(1n);
    vain.note(2n);
  }
  vain.begin(new Set([2n]));
  expect([vain.isWaiting(1n), vain.isWaiting(2n), vain.isWaiting(3n)]).toEqual([false, true, false]);
});
