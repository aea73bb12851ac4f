import { describe, expect, it } from "vitest";
import { headFindings } from "./head.ts";
import type { ToldHead } from "./survey.ts";

const TIME = Date.parse("2026-11-22T12:00:00Z");
const BLOCK_MS = 5300;

const heads = (heights: readonly number[]): ToldHead[] =>
  heights.map((height, index) => ({
    source: `node${index}`,
    height,
    time: new Date(TIME + (height - 1000) * BLOCK_MS).toISOString(),
    earliest_height: 1,
    catching_up: false,
    observed_at: new Date(TIME).toISOString(),
  }));

const looked = (first: readonly number[], second: readonly number[] | null, lateMs = 2000) =>
  headFindings(
    {
      survey: { chainId: "gonka", surveyed: [], usable: [], refused: [] },
      first: heads(first),
      second: second && heads(second),
    },
    { now: () => new Date(TIME + lateMs), followsWall: true },
  );

const told = (first: readonly number[], second: readonly number[] | null) =>
  looked(first, second).flatMap(({ about, found, level }) =>
    level === "fine" || about === "clock" ? [] : [`${level} ${about}: ${found}`],
  );

describe("heads", () => {
  it("that differ only because the chain went on between two questions are nobody's fault", () => {
    expect(told([1000, 1000, 996], [1001, 1001, 1001])).toEqual([]);
    expect(told([1004, 1000, 1000], [1012, 1012, 1012])).toEqual([]);
    expect(told([1000, 1000, 1000], null)).toEqual([]);
  });

  it("that lag or lead on the second asking too are named", () => {
    expect(told([1000, 1000, 994], [1000, 1000, 994])).toEqual(["notice source node2: lags 6 blocks behind the others (994)"]);
    expect(told([1000, 1000, 900], [1001, 1001, 901])).toEqual([
      "wrong source node2: lags 99 blocks behind the others (901): its head is not counted",
    ]);
    expect(told([1050, 1000, 1000], [1050, 1000, 1000])).toEqual([
      "wrong source node0: names a head 50 blocks above all others (1050): it lies, or all others lag",
    ]);
  });

  it("of one that leads makes no laggard of the others", () => {
    expect(told([1006, 1000, 1000], [1006, 1000, 1000])).toEqual([
      "notice source node0: names a head 6 blocks above all others (1006): it lies, or all others lag",
    ]);
  });

  it.each([
    { lateMs: 2000, level: "fine", todo: null },
    { lateMs: -6000, level: "wrong", todo: /clock is behind/ },
    { lateMs: 61_000, level: "wrong", todo: /stands still, or this machine's clock is ahead/ },
  ])("are held against this machine's clock: $lateMs ms after the newest block", ({ lateMs, level, todo }) => {
    const [clock] = looked([1000, 1000, 1000], null, lateMs);
    expect(clock?.level).toBe(level);
    if (todo) expect(clock?.todo).toMatch(todo);
    else expect(clock?.todo).toBeNull();
  });
});
