import { createTheme, type DataFrame, dateTime, getDisplayProcessor } from "@grafana/data";
import { describe, expect, it } from "vitest";
import type { Point } from "../client/types.ts";
import { grafanaUnit } from "../format/grafana-unit.ts";
import { detail, estimatorChange, indicator, methodBreak, point, series, startOf } from "../testing/answers.ts";
import { metaOf } from "./frame-meta.ts";
import { seriesFrames } from "./frames.ts";

const RANGE = { from: dateTime(startOf(0)), to: dateTime(startOf(100)) };
const framesOf = (points: readonly Point[], more: Parameters<typeof series>[1] = {}, range = RANGE, simulated = false) =>
  seriesFrames({ detail: detail(), series: series(points, more), simulated }, "A", range);
const column = (frame: DataFrame | undefined, name: string): unknown[] | undefined =>
  frame?.fields.find((field) => field.name === name)?.values;

describe("frames of a series", () => {
  it("give a row a bucket, with value, coverage, state and note", () => {
    const [frame, ...others] = framesOf([point(1, 5), point(2, 6, { coverage: 0.9, state: "provisional", note: "runs" })]);
    expect(others).toEqual([]);
    expect(frame).toMatchObject({ refId: "A", name: "Active hosts" });
    expect(column(frame, "time")).toEqual([startOf(1), startOf(2)]);
    expect(column(frame, "value")).toEqual([5, 6]);
    expect(column(frame, "coverage")).toEqual([1, 0.9]);
    expect(column(frame, "state")).toEqual(["ok", "provisional"]);
    expect(column(frame, "bucket")).toEqual(["1", "2"]);
    expect(column(frame, "note")).toEqual(["", "runs"]);
  });

  it("keep null where there is no number, whatever value came with the state; a true 0 stays 0", () => {
    const [frame] = framesOf([point(1, 0), point(2, null), point(3, 0, { state: "disputed" })]);
    expect(column(frame, "value")).toEqual([0, null, null]);
    expect(column(frame, "state")).toEqual(["ok", "no_data", "disputed"]);
  });

  it("put a row of nothing where buckets are missing, from the end of the bucket before", () => {
    const [frame] = framesOf([point(1, 5), point(4, 6)]);
    expect(column(frame, "time")).toEqual([startOf(1), startOf(2), startOf(4)]);
    expect(column(frame, "value")).toEqual([5, null, 6]);
    expect(column(frame, "state")).toEqual(["ok", null, "ok"]);
    expect(column(frame, "bucket")).toEqual(["1", "2–3", "4"]);
  });

  it("are one for each method, so that nothing runs across a break, which is told", () => {
    const breaks = [methodBreak(2, "sessions are read from the hosts")];
    const frames = framesOf([point(1, 5), point(2, 9, { method: 2 })], { breaks });
    expect(frames.map(({ name }) => name)).toEqual(["Active hosts · method 1", "Active hosts · method 2"]);
    expect(frames.map((frame) => column(frame, "value"))).toEqual([[5], [9]]);
    expect(frames[0]?.meta?.notices).toEqual([
      { severity: "info", text: "From epoch 2 on method 2: sessions are read from the hosts" },
    ]);
  });

  it("are one for each estimator that a method took, with a gap where it took another", () => {
    const change = (epoch: number, after: string, before: string) => ({
      ...methodBreak(epoch, "they count different things"),
      ...estimatorChange(after, before),
      method: 1,
    });
    const breaks = [change(2, "T1", "T2"), change(3, "T2", "T1")];
    const labelled = { labels: { estimator: "T1" } };
    const frames = framesOf([point(1, 5), point(2, 9), point(2, 9, labelled), point(3, 6)], { breaks });
    expect(frames.map(({ name }) => name)).toEqual(["Active hosts · T2", "Active hosts · T1", "Active hosts · T1"]);
    expect(frames.map((frame) => column(frame, "value"))).toEqual([[5, null, 6], [9], [9]]);
    expect(frames[0]?.meta?.notices?.[0]?.text).toBe("From epoch 2 on T1 instead of T2: they count different things");
  });

  it("tell the newest breaks, and how many older ones there are", () => {
    const breaks = [2, 3, 4, 5, 6, 7, 8].map((epoch) => methodBreak(epoch, `reason ${epoch}`));
    const told = framesOf([point(1, 5)], { breaks })[0]?.meta?.notices?.map(({ text }) => text);
    expect(told).toHaveLength(6);
    expect(told?.at(-2)).toContain("reason 8");
    expect(told?.at(-1)).toBe("There are 2 older breaks.");
  });

  it("are one for each set of labels", () => {
    const frames = framesOf([1, 2].flatMap((epoch) => ["a", "b"].map((model) => point(epoch, epoch, { labels: { model } }))));
    expect(frames.map(({ name }) => name)).toEqual(["Active hosts · a", "Active hosts · b"]);
    expect(frames.map(({ fields }) => fields[1]?.labels)).toEqual([{ model: "a" }, { model: "b" }]);
    expect(frames.map((frame) => column(frame, "value"))).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it("hold the buckets that reach into the range, the running one too", () => {
    const points = [point(1, 1), point(2, 2), point(3, 3, { ends_at: null })];
    const half = 12 * 3_600_000;
    const within = (from: number, to: number) =>
      column(framesOf(points, {}, { from: dateTime(from), to: dateTime(to) })[0], "bucket");
    expect(within(startOf(2) + half, startOf(9))).toEqual(["2", "3"]);
    expect(within(startOf(8), startOf(9))).toEqual(["3"]);
    expect(within(startOf(0), startOf(2) - 1)).toEqual(["1"]);
  });

  it("say how many epochs they leave out because nobody knows when they began", () => {
    const [frame] = framesOf([point(1, 5, { starts_at: null, ends_at: null }), point(2, 6)]);
    expect(column(frame, "bucket")).toEqual(["2"]);
    expect(frame?.meta?.notices).toMatchObject([{ severity: "warning", text: expect.stringContaining("1 epoch is not shown") }]);
  });

  it("say SIMULATED in name and notice where the network is", () => {
    const [frame] = framesOf([point(1, 5)], {}, RANGE, true);
    expect(frame?.name).toBe("SIMULATED · Active hosts");
    expect(frame?.meta?.notices?.[0]?.text).toContain("SIMULATED");
  });

  it("without a bucket are one without rows, which still says what it is of", () => {
    const [frame, ...others] = framesOf([]);
    expect(others).toEqual([]);
    expect(frame?.length).toBe(0);
    expect(frame && metaOf(frame)).toMatchObject({ indicator: "cap.hosts_active", target: "3,000 hosts" });
  });

  it("write a state as glyph and word, and null as –", () => {
    const [frame] = framesOf([point(1, null)]);
    const written = (name: string, value: unknown) => {
      const field = frame?.fields.find((one) => one.name === name);
      return field && getDisplayProcessor({ field, theme: createTheme() })(value).text;
    };
    expect(written("state", "source_lost")).toBe("✕ source lost");
    expect(written("value", null)).toBe("–");
  });
});

it("what is no frame of ours has no meta", () => {
  expect(metaOf({ meta: { custom: { kpi: { indicator: "x" } } } })).toBeNull();
  expect(metaOf({})).toBeNull();
});

it.each([
  ["% of hosts per epoch", "percentunit"],
  ["% points", "percentunit"],
  ["count", "none"],
  ["GNK/day; %", "suffix:GNK/day"],
  ["hosts", "suffix:hosts"],
])("%s is %s in Grafana", (unit, words) => expect(grafanaUnit(unit)).toBe(words));

it.each([
  [{}, "suffix:accounts per 30 d"],
  [{ window: "7d" }, "suffix:accounts"],
])("of a unit with windows the whole is of the longest, a part of that in its labels: %o", (labels, unit) => {
  const made = series([point(1, 6, { labels })], { unit: "accounts per 1/7/30 d" });
  expect(seriesFrames({ detail: detail(), series: made, simulated: false }, "A", RANGE)[0]?.fields[1]?.config.unit).toBe(unit);
});

it("the unit of an indicator is its series'", () => {
  const given = {
    detail: detail({ indicator: indicator({ unit: "hosts" }) }),
    series: series([point(1, 0.5)], { unit: "%" }),
    simulated: false,
  };
  expect(seriesFrames(given, "A", RANGE)[0]?.fields[1]?.config.unit).toBe("percentunit");
});

it("of an indicator with several units only the network's value has the first", () => {
  const points = [point(1, 0.99), point(1, 6, { labels: { measure: "block interval p95" } })];
  const frames = framesOf(points, { unit: "%; s" });
  expect(frames.map(({ fields }) => fields[1]?.config.unit)).toEqual(["percentunit", "none"]);
});
