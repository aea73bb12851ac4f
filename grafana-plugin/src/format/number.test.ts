import { describe, expect, it } from "vitest";
import { full, fullQuantity, gnk, inWords, percent, quantity, short } from "./number.ts";

describe("short", () => {
  it.each([
    [0, "0"],
    [842, "842"],
    [9_999, "9,999"],
    [12_806, "12.8 K"],
    [99_950, "100 K"],
    [999_600, "1 M"],
    [3_376_189_598, "3.38 B"],
    [1.5e12, "1.5 T"],
    [-4_213_548, "−4.21 M"],
    [0.5790012, "0.579"],
    [0.000123, "0.000123"],
    [1e-9, "1.00e−9"],
    [558.725824572995, "559"],
    [9_999.6, "10 K"],
  ])("%d is %s", (value, words) => expect(short(value)).toBe(words));
});

describe("all digits", () => {
  it.each([
    [3_376_189_598, "3,376,189,598"],
    [558.725824572995, "558.725824572995"],
    [-1234.5, "−1,234.5"],
    [12n, "12"],
  ])("%s is %s", (value, words) => expect(full(value)).toBe(words));
});

describe("units", () => {
  it.each([
    [0.9957, "% of hosts per epoch", "99.6 % of hosts per epoch"],
    [0.21393593427788493, "%", "21.4 %"],
    [0, "%", "0 %"],
    [33.8, "GNK/day; %", "33.8 GNK/day"],
    [0.7842, "ratio 0–1", "0.784 ratio 0–1"],
    [3, "count", "3"],
    [28, "hosts", "28 hosts"],
    [6, "accounts per 1/7/30 d", "6 accounts per 30 d"],
    [12, "tokens/s/H100e", "12 tokens/s/H100e"],
  ])("%d of %s is %s", (value, unit, words) => expect(inWords(quantity(value, unit))).toBe(words));

  it("keep all digits of a ratio without the noise of binary fractions", () => {
    expect(fullQuantity(0.57, "%")).toEqual({ number: "57", unit: "%" });
    expect(fullQuantity(0.06666666666666667, "%").number).toBe("6.666666666666667");
    expect(fullQuantity(5e-7, "%").number).toBe("0.00005");
  });

  it("GNK, not ngonka", () => expect(gnk(2_500_000_000n)).toBe("2.5 GNK"));
  it("per cent", () => expect(percent(0.00013)).toBe("0.013 %"));
});
