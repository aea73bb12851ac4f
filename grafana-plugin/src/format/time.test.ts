import { expect, it } from "vitest";
import { dayWords, duration, utc } from "./time.ts";

it.each([
  [4, "4 s"],
  [59.6, "1 min"],
  [18_720, "5 h 12 min"],
  [2_347_200, "27 d 4 h"],
  [-90, "−1 min 30 s"],
])("%d s is %s", (seconds, words) => expect(duration(seconds)).toBe(words));

it("moments are UTC to the second, days have a name", () => {
  expect(utc("2026-11-21T14:02:07.123456789Z")).toBe("2026-11-21 14:02:07 UTC");
  expect(dayWords("2026-11-21T14:02:07Z")).toBe("21 November 2026");
});
