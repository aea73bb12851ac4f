import { expect, it } from "vitest";
import { hadClassicInference } from "./classic.ts";

it("mainnet took classic inference until the block of v0.2.14, other chains never", () => {
  expect([1, 5_195_699, 5_195_700, 6_191_013].map((height) => hadClassicInference("gonka-mainnet", height))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(hadClassicInference("gonka-local", 1)).toBe(false);
});
