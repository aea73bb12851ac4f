import { expect, it } from "vitest";
import { methodBreak, point, series, startOf } from "../../testing/answers.ts";
import { changeOver, distanceWords, historyOf, ladderDomain, laddersOf, powersOfTen } from "./ladder-model.ts";

const line = (text: string, target: Parameters<typeof laddersOf>[0]["horizons"][number]["lines"][number]["target"]) => ({
  text,
  target,
  indicators: [{ id: "a.b", state: "ok" as const }],
});

it("ladders are what horizons give amounts to: no ranks, no lines without a number", () => {
  const horizons = [
    { id: "NS", name: "North Star. Far", goal: "", lines: [line("a million", { kind: "at_least", low: 1e6, unit: "u" })] },
    {
      ...{ id: "H1", name: "Horizon 1. Near", goal: "" },
      lines: [
        line("first", { kind: "rank", value: 1 }),
        line("good", null),
        line("ten", { kind: "range", low: 10, high: 20, unit: "u" }),
      ],
    },
  ];
  expect(laddersOf({ horizons })).toEqual([
    {
      indicator: "a.b",
      rungs: [
        { id: "H1", name: "Horizon 1", text: "ten", low: 10, high: 20, note: null },
        { id: "NS", name: "North Star", text: "a million", low: 1e6, high: null, note: null },
      ],
    },
  ]);
});

it.each([
  [558, "1 / 180 of H"],
  [99_999, "99 % of H"],
  [50_000, "50 % of H"],
  [100_000, "H reached"],
  [0, "nothing of H yet"],
])("%d is %s, never nearer than it is", (value, words) => expect(distanceWords(value, { low: 100_000, name: "H" })).toBe(words));

it("a ladder goes by whole powers of ten, with and without a number, and 0 does not stretch it", () => {
  const rungs = [
    { id: "H2", name: "H2", text: "", low: 1e5, high: 2.5e5, note: null },
    { id: "NS", name: "NS", text: "", low: 1e6, high: null, note: null },
  ];
  expect(ladderDomain(rungs, [558])).toEqual([100, 1e7]);
  expect(ladderDomain(rungs, [])).toEqual([1000, 1e7]);
  expect(ladderDomain(rungs, [0])).toEqual([1000, 1e7]);
  expect(powersOfTen([1000, 1e5])).toEqual([1000, 10_000, 100_000]);
});

it("a history is the numbers of epochs that are over, since the newest break", () => {
  const points = [
    point(1, 900),
    point(2, 10),
    point(3, null),
    point(4, 5, { state: "disputed" }),
    point(5, 0),
    point(6, 12, { ends_at: null }),
  ];
  const middle = (epoch: number) => startOf(epoch) + 43_200_000;
  expect(historyOf(series(points, { breaks: [methodBreak(2, "better")] }))).toEqual([
    { time: middle(2), value: 10 },
    { time: middle(5), value: 0 },
  ]);
});

it("a change is told only where there was a number then", () => {
  const history = [0, 10, 29.5, 40].map((day) => ({ time: startOf(0) + day * 86_400_000, value: 100 + day }));
  expect(changeOver(history, 30)).toBeCloseTo(140 / 110 - 1);
  expect(changeOver(history, 20)).toBeNull();
  expect(changeOver([], 30)).toBeNull();
});
