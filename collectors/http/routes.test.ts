import { expect, test } from "vitest";
import { createRouteMemory } from "./routes.ts";

test("remembers a missing route of one source for an hour", () => {
  let now = 0;
  const memory = createRouteMemory(() => now);
  memory.remember("a", "bridge/{id}");
  expect(memory.isMissing("a", "bridge/{id}")).toBe(true);
  expect(memory.isMissing("b", "bridge/{id}")).toBe(false);
  expect(memory.isMissing("a", "params")).toBe(false);
  now = 3_599_999;
  expect(memory.isMissing("a", "bridge/{id}")).toBe(true);
  now = 3_600_000;
  expect(memory.isMissing("a", "bridge/{id}")).toBe(false);
});
