import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toNumber, toRational } from "./decimal.ts";

const numRuns = Number(process.env["FC_RUNS"] ?? 1000);
const anyDecimal = fc.record({
  value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  exponent: fc.integer({ min: -30, max: 30 }),
});

describe("toRational", () => {
  it("is exact", () => {
    expect(toRational({ value: 78n, exponent: -2 })).toEqual({ numerator: 39n, denominator: 50n });
    expect(toRational({ value: -475n, exponent: -6 })).toEqual({ numerator: -19n, denominator: 40_000n });
    expect(toRational({ value: 4n, exponent: 2 })).toEqual({ numerator: 400n, denominator: 1n });
    expect(toRational({ value: 0n, exponent: -16 })).toEqual({ numerator: 0n, denominator: 1n });
  });

  it("is the value it was made from, in lowest terms", () => {
    fc.assert(
      fc.property(anyDecimal, (decimal) => {
        const { numerator, denominator } = toRational(decimal);
        const scale = 10n ** 30n;
        expect(numerator * scale).toBe(decimal.value * 10n ** BigInt(30 + decimal.exponent) * denominator);
        expect(denominator % 2n === 0n && numerator % 2n === 0n).toBe(false);
        expect(denominator % 5n === 0n && numerator % 5n === 0n).toBe(false);
      }),
      { numRuns },
    );
  });
});

describe("toNumber", () => {
  it("gives the double nearest to the decimal text", () => {
    expect(toNumber({ value: 3593n, exponent: -4 })).toBe(0.3593);
    expect(toNumber({ value: 12620856201975851n, exponent: -16 })).toBe(1.2620856201975852);
    expect(toNumber({ value: -3265154881613n, exponent: -12 })).toBe(-3.265154881613);
    expect(toNumber({ value: 1n, exponent: 0 })).toBe(1);
  });

  it("never lies a unit in the last place away", () => {
    fc.assert(
      fc.property(anyDecimal, (decimal) => {
        const number = toNumber(decimal);
        const { numerator, denominator } = toRational(decimal);
        const exact = Number((numerator * 10n ** 60n) / denominator) / 1e60;
        expect(Math.abs(number - exact)).toBeLessThanOrEqual(Math.abs(exact) * 2 ** -51);
      }),
      { numRuns },
    );
  });
});
