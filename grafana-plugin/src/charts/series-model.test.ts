import { describe, expect, it } from "vitest";
import type { Break, Point, Series } from "../client/types.ts";
import { estimatorChange, methodBreak } from "../testing/answers.ts";
import { boundsOf, unitKind } from "./bounds.ts";
import { bucketsInWords, gapWords, seriesModel } from "./series-model.ts";

const point = (epoch: number, value: number | null, more: Partial<Point> = {}): Point => ({
  epoch,
  starts_at: null,
  ends_at: null,
  method: 1,
  labels: {},
  value,
  numerator: null,
  denominator: null,
  coverage: 1,
  samples: 1,
  state: value === null ? "no_data" : "ok",
  note: "",
  sources: 3,
  verified_members: null,
  ...more,
});
const series = (points: Point[], breaks: Series["breaks"] = []): Series => ({
  chain_id: "c",
  indicator: "cap.hosts_active",
  axis: "epoch",
  unit: "hosts",
  breaks,
  points,
  next: null,
});
const runs = (given: Series) => seriesModel(given)?.runs.map((run) => run.map(({ x }) => x));

describe("a series", () => {
  it("is cut at buckets without a number, and at those it does not list", () => {
    const given = series([point(1, 5), point(2, null), point(3, null, { state: "source_lost" }), point(4, 6), point(7, 0)]);
    expect(runs(given)).toEqual([[1], [4], [7]]);
    expect(seriesModel(given)?.gaps).toEqual([
      { first: 2, last: 2, reason: "no_data" },
      { first: 3, last: 3, reason: "source_lost" },
      { first: 5, last: 6, reason: "never_asked" },
    ]);
  });

  it("never takes the value of a state without a number", () => {
    expect(runs(series([point(1, 5), point(2, 0, { state: "disputed" }), point(3, 5)]))).toEqual([[1], [3]]);
  });

  it("is cut where another method takes over, and says why", () => {
    const breaks = [methodBreak(3, "sessions are read from the hosts")];
    const given = series([point(1, 5), point(2, 5), point(3, 9, { method: 2 }), point(4, 9, { method: 2 })], breaks);
    expect(runs(given)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(seriesModel(given)?.breaks).toEqual([{ x: 3, kind: "method", words: "method 2: sessions are read from the hosts" }]);
  });

  it("is cut where its method takes another estimator", () => {
    const change: Break = { ...methodBreak(2, "they count different things"), ...estimatorChange("T1", "T2"), method: 1 };
    const given = series([point(1, 5), point(2, 9), point(3, 9)], [change]);
    expect(runs(given)).toEqual([[1], [2, 3]]);
    expect(seriesModel(given)?.breaks).toEqual([
      { x: 2, kind: "estimator", words: "T1 instead of T2: they count different things" },
    ]);
  });

  it("without points is none", () => expect(seriesModel(series([]))).toBeNull());

  it("counts days on over the end of a month", () => {
    const days = series([
      point(0, 1, { epoch: undefined, day: "2026-02-28" }),
      point(0, 2, { epoch: undefined, day: "2026-03-01" }),
    ]);
    expect(seriesModel({ ...days, axis: "day" })?.runs).toHaveLength(1);
    expect(bucketsInWords("day", 20_512, 20_513)).toBe("days 2026-02-28–2026-03-01");
  });

  it("names gaps in words", () => {
    expect(`${gapWords("no_data")}: ${bucketsInWords("epoch", 254, 268)}`).toBe("not collected: epochs 254–268");
    expect(gapWords("source_lost")).toBe("source lost");
  });
});

describe("what missing coverage could hide", () => {
  it("of a share: the unseen part may be all or nothing", () =>
    expect(boundsOf(0.5, 0.8, "%")).toEqual([0.4, 0.5 * 0.8 + 1 - 0.8]));
  it("of an amount: nothing more, or as much as the seen part lets expect", () =>
    expect(boundsOf(80, 0.8, "hosts")).toEqual([80, 100]));
  it.each([
    [5, 0.8, "h"],
    [80, 1, "hosts"],
    [80, null, "hosts"],
    [80, 0, "hosts"],
  ])("of %d at %s in %s: not told", (value, coverage, unit) => expect(boundsOf(value, coverage, unit)).toBeNull());

  it.each([
    ["tokens/day", "amount"],
    ["H100e; % of confirmed", "amount"],
    ["GNK/day; %", "amount"],
    ["accounts per 1/7/30 d", "other"],
    ["GNK per H100e-day; ratio", "other"],
    ["tokens/s/H100e", "other"],
    ["tokens/s", "amount"],
    ["% points", "other"],
    ["% of hosts per epoch", "share"],
    ["ratio 0–1", "share"],
    ["ρ", "other"],
  ])("%s is of the kind %s", (unit, kind) => expect(unitKind(unit)).toBe(kind));
});
