import { expect, it } from "vitest";
import { sparkWords } from "./sparkline.tsx";
import { sparkOf } from "./sparkline-model.ts";

const trends = (values: (number | null)[], breaks: number[] = []) => ({
  chain_id: "c",
  first: 10,
  last: 9 + values.length,
  trends: [{ indicator: "a.b", values, breaks }],
});

it("a spark is cut at gaps and breaks, and 0 is a number", () => {
  const spark = sparkOf(trends([1, 0, null, 3, 4, 5], [14]), "a.b");
  expect(spark?.runs.map((run) => run.map(({ epoch, value }) => [epoch, value]))).toEqual([
    [
      [10, 1],
      [11, 0],
    ],
    [[13, 3]],
    [
      [14, 4],
      [15, 5],
    ],
  ]);
  expect(spark?.missing).toBe(1);
});

it("without a number there is none", () => {
  expect(sparkOf(trends([null, null]), "a.b")).toBeNull();
  expect(sparkOf(trends([1]), "a.c")).toBeNull();
  expect(sparkOf({ chain_id: "c", first: null, last: null, trends: [] }, "a.b")).toBeNull();
});

it("says in words what it draws", () => {
  const spark = sparkOf(trends([500, null, 480, 560]), "a.b");
  expect(spark && sparkWords(spark, "hosts")).toBe(
    "epochs 10–13: 500 to 560 hosts, lowest 480, highest 560; 1 epoch without a number",
  );
});
