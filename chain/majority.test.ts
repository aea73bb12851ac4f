import { expect, it } from "vitest";
import { majority } from "./majority.ts";

const told = (...said: string[]) => said.map((one, index) => ({ source: "abcd".charAt(index), said: one }));

it.each([
  [[], null],
  [["x"], { said: "x", by: ["a"], odd: [] }],
  [["x", "y"], null],
  [["x", "y", "x"], { said: "x", by: ["a", "c"], odd: ["b"] }],
  [["x", "y", "z"], null],
  [["x", "y", "x", "y"], null],
  [["y", "x", "z", "x"], null],
  [["y", "x", "x", "x"], { said: "x", by: ["b", "c", "d"], odd: ["a"] }],
])("of %j more than half said %j", (said, expected) => {
  expect(majority(told(...said), (text) => text)).toEqual(expected);
});
