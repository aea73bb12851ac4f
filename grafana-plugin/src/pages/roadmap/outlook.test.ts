import { describe, expect, it } from "vitest";
import { type Dated, MIN_DAYS, MIN_POINTS, outlookOf, tQuantile } from "./outlook.ts";
import { outlookWords } from "./outlook-words.ts";

const DAY = 86_400_000;
const START = Date.parse("2026-01-01T00:00:00Z");
const at = (day: number) => START + day * DAY;
/** One number a day. */
const daily = (days: number, valueOn: (day: number) => number): Dated[] =>
  Array.from({ length: days }, (_, day) => ({ time: at(day), value: valueOn(day) }));
const inDays = (time: number) => (time - START) / DAY;
/** Up by 1 % a day and 5 % up and down from day to day. */
const zigzag = (days: number) => daily(days, (day) => 100 * Math.exp(0.01 * day + (day % 2 ? 0.05 : -0.05)));
/** Up by 1 % a day in long waves: neighbours are alike. */
const waves = (rise: number) => daily(60, (day) => 100 * Math.exp(rise * day + 0.1 * Math.sin(day / 3)));

describe("an outlook", () => {
  // The days are from a computation of their own: normal equations, and the ends by bisection of the interval.
  it.each([
    ["a zigzag, whose neighbours differ", zigzag(40), [226.377, 199.264, 261.701]],
    ["waves, whose neighbours are alike: a wider band", waves(0.01), [245.696, 166.39, 527.098]],
  ])("of %s", (_, points, days) => {
    const outlook = outlookOf(points, 1000, at(60));
    if (outlook.kind !== "at_trend" || outlook.latest === null) throw new Error(outlook.kind);
    const told = [outlook.at, outlook.earliest, outlook.latest].map(inDays);
    for (const [index, day] of days.entries()) expect(Math.abs((told[index] ?? 0) - day)).toBeLessThan(0.2);
  });

  it("of exact growth is the day itself", () => {
    const outlook = outlookOf(
      daily(40, (day) => 2 ** (day / 10)),
      2 ** 10,
      at(39),
    );
    if (outlook.kind !== "at_trend" || outlook.latest === null) throw new Error(outlook.kind);
    expect([outlook.at, outlook.earliest, outlook.latest].map((time) => Math.round(inDays(time)))).toEqual([100, 100, 100]);
  });

  it("skips gaps: days without a number change nothing of an exact trend", () => {
    const points = daily(60, (day) => 2 ** (day / 10)).filter((_, day) => day < 20 || day > 40);
    const outlook = outlookOf(points, 2 ** 10, at(59));
    expect(outlook.kind === "at_trend" && Math.round(inDays(outlook.at))).toBe(100);
  });

  it.each([
    ["falling", daily(40, (day) => 100 * 0.99 ** day)],
    ["flat", daily(40, () => 100)],
    ["flat", waves(0.0005)],
    ["zero", daily(40, (day) => day)],
  ])("%s: not at this trend", (why, points) =>
    expect(outlookOf(points, 1e6, at(60))).toMatchObject({ kind: "not_at_trend", why }),
  );

  it("is none from a history too short or too thin", () => {
    expect(outlookOf([], 10, at(0))).toEqual({ kind: "too_little", points: 0, days: 0 });
    expect(outlookOf(zigzag(MIN_DAYS), 1000, at(40)).kind).toBe("too_little");
    expect(outlookOf(zigzag(MIN_DAYS + 1), 1000, at(40)).kind).toBe("at_trend");
    const thin = zigzag(61).filter((_, day) => day % 3 === 0);
    expect(thin.slice(1)).toHaveLength(MIN_POINTS);
    expect(outlookOf(thin.slice(2), 1000, at(60)).kind).toBe("too_little");
    expect(outlookOf(thin.slice(1), 1000, at(60)).kind).toBe("at_trend");
  });

  it("of a target that is reached asks for no history", () =>
    expect(outlookOf([{ time: at(0), value: 10 }], 10, at(0))).toEqual({ kind: "reached" }));

  it("beyond 50 years is no date, and an end beyond them isn't told", () => {
    expect(
      outlookOf(
        daily(40, (day) => 100 * Math.exp(0.0001 * day)),
        1e6,
        at(40),
      ).kind,
    ).toBe("too_far");
    const slow = daily(40, (day) => 100 * Math.exp(0.0006 * day + (day % 2 ? 0.02 : -0.02)));
    expect(outlookOf(slow, 6000, at(40))).toMatchObject({ kind: "at_trend", latest: null });
  });

  it("never lies in the past", () => {
    const outlook = outlookOf(zigzag(40), 160, at(500));
    expect(outlook).toMatchObject({ kind: "at_trend", at: at(500), earliest: at(500) });
  });
});

it.each([
  [18, 2.1009],
  [38, 2.0244],
  [60, 2.0003],
  [1000, 1.9623],
])("Student's t with %d degrees of freedom", (freedom, quantile) => expect(tQuantile(freedom)).toBeCloseTo(quantile, 3));

const year = (number: number) => Date.UTC(number, 6);
it.each([
  [{ kind: "at_trend", at: year(2031), earliest: year(2029), latest: year(2036), days: 90 }, "at this trend in 2031 (2029–2036)"],
  [{ kind: "at_trend", at: year(2031), earliest: year(2029), latest: null, days: 90 }, "at this trend in 2031 (2029 or later)"],
  [{ kind: "at_trend", at: year(2027), earliest: year(2027), latest: year(2027), days: 90 }, "at this trend in 2027"],
  [{ kind: "not_at_trend", why: "falling", days: 38.9 }, "not at this trend: it fell in 38 days"],
  [{ kind: "not_at_trend", why: "flat", days: 38.9 }, "not at this trend: no growth beyond its ups and downs in 38 days"],
  [{ kind: "too_far", days: 38 }, "at this trend not within 50 years"],
  [
    { kind: "too_little", points: 3, days: 1.9 },
    "no date: it takes 20 numbers over 30 days by one method, and there are 3 over 1 day",
  ],
  [{ kind: "too_little", points: 0, days: 0 }, "no date: it takes 20 numbers over 30 days by one method, and there are none"],
  [{ kind: "reached" }, "reached"],
] as const)("%j in words", (outlook, words) => expect(outlookWords(outlook)).toBe(words));
