import { describe, expect, it } from "vitest";
import type { Method } from "../../indicators/method.ts";
import { type MethodStarts, methodAt } from "../../indicators/methods/index.ts";
import { LAST_BUCKET, validRanges } from "./valid-methods.ts";

const method = (version: number, validFromEpoch: number): Method => ({
  indicator: "x.y",
  version,
  validFromEpoch,
  reason: "a test",
  summary: "a test",
  estimate: false,
  needs: [],
  history: [],
  minSamples: 0,
  sql: "",
});
/** Days 100 to 106: one epoch a day from epoch 20 on, day 102 in a gap. */
const days = [20, 21, null, 22, 23, 24, 25].map((epoch, index) => {
  return { day: 100 + index, epoch, over: true, lostSince: null, epochs: epoch === null ? [] : [epoch], covered: true };
});

const NONE: MethodStarts = new Map();

describe("validRanges", () => {
  const methods = [method(1, 5), method(2, 22), method(3, 30)];

  it("covers every epoch once, by the method that holds there", () => {
    const ranges = validRanges("x.y", "epoch", [], NONE, methods);
    for (const epoch of [0, 4, 5, 21, 22, 29, 30, 1000, LAST_BUCKET]) {
      const holding = ranges.filter(({ first, last }) => first <= epoch && epoch <= last);
      expect(holding.map((range) => range.method)).toEqual([methodAt("x.y", epoch, NONE, methods)?.version]);
    }
  });

  it("on the day axis changes on the first day whose epoch the new method holds at, and not before there is one", () => {
    expect(validRanges("x.y", "day", days, NONE, methods)).toEqual([
      { indicator: "x.y", method: 1, first: 0, last: 99 },
      { indicator: "x.y", method: 1, first: 100, last: 102 },
      { indicator: "x.y", method: 2, first: 103, last: LAST_BUCKET },
    ]);
  });

  it("is empty without a method", () => {
    expect(validRanges("x.z", "epoch", [], NONE, methods)).toEqual([]);
  });
});
