import { toBech32 } from "@cosmjs/encoding";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Rejected } from "../../decode/decoded.ts";
import {
  atomics,
  bech32,
  consensusHex,
  decimal18,
  digits,
  momentOf,
  momentOfText,
  nameOf,
  secondsText,
  wholeSeconds,
} from "./values.ts";

const LAST = Date.parse("2299-12-31T23:59:59Z");

test("a decimal is the same number in both writings", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (amount) => {
      const text = amount.toString().padStart(19, "0");
      expect(decimal18.schema.parse(`${text.slice(0, -18)}.${text.slice(-18)}`)).toBe(amount);
      expect(atomics(amount.toString(), "")).toBe(amount);
      expect(atomics(new TextEncoder().encode(amount.toString()), "")).toBe(amount);
    }),
  );
});

test("fewer places are the same number, an integer has none", () => {
  expect(decimal18.schema.parse("0.5")).toBe(5n * 10n ** 17n);
  expect(decimal18.schema.parse("3")).toBe(3n * 10n ** 18n);
});

test.each(["", "-1", "+1", "01", "1.", ".5", "1e3", "1.0000000000000000001", " 1", "1 ", "0x1", "NaN"])(
  "%j is no decimal",
  (text) => {
    expect(decimal18.schema.safeParse(text).success).toBe(false);
    if (text !== "1.") expect(() => digits(text, "")).toThrow(Rejected);
  },
);

test("a moment is the same in both writings, cut to milliseconds", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: LAST / 1000 - 1 }), fc.integer({ min: 0, max: 999_999_999 }), (seconds, nanos) => {
      const toSecond = new Date(seconds * 1000).toISOString().slice(0, 19);
      // As Go writes it: no zeros at the end.
      const places = nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
      const expected = new Date(seconds * 1000 + Math.floor(nanos / 1e6)).toISOString();
      expect(momentOf({ seconds: BigInt(seconds), nanos })).toBe(expected);
      expect(momentOfText(`${toSecond}${places}Z`)).toBe(expected);
    }),
  );
});

test.each([
  ["1970-01-01T00:00:00Z", 0n, null],
  ["0001-01-01T00:00:00Z", -62_135_596_800n, null],
  ["9999-12-31T23:59:59Z", 253_402_300_799n, "2299-12-31T23:59:59.000Z"],
  ["2299-12-31T23:59:59.9Z", BigInt(LAST / 1000), "2299-12-31T23:59:59.000Z"],
])("%s", (text, seconds, expected) => {
  expect(momentOfText(text)).toBe(expected);
  expect(momentOf({ seconds, nanos: 0 })).toBe(expected);
});

test("no moment is null", () => {
  expect(momentOf(undefined)).toBeNull();
  expect(momentOfText(null)).toBeNull();
});

test("whole seconds only", () => {
  expect(wholeSeconds({ seconds: 600n, nanos: 0 }, "")).toBe(600n);
  expect(secondsText.schema.parse("600s")).toBe(600n);
  expect(() => wholeSeconds({ seconds: 1n, nanos: 5 }, "")).toThrow(Rejected);
  expect(() => wholeSeconds({ seconds: -1n, nanos: 0 }, "")).toThrow(Rejected);
  for (const text of ["600", "-1s", "0.5s", "s", ""]) expect(secondsText.schema.safeParse(text).success).toBe(false);
});

test("any text becomes a name that can be stored", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 600 }), fc.constantFrom("", "\ud800", "\udfff"), (text, half) => {
      const name = nameOf(half + text);
      expect(name.length).toBeLessThanOrEqual(512);
      expect(JSON.stringify(name)).not.toMatch(/\\ud[89a-f]/i);
    }),
  );
  expect(nameOf("ноль 😀")).toBe("ноль 😀");
});

test("addresses hold their checksum, and a consensus address its kind", () => {
  const bytes = new Uint8Array(20).fill(7);
  const consensus = toBech32("gonkavalcons", bytes);
  expect(consensusHex(consensus, "")).toBe("07".repeat(20));
  // Of the recorded local network: its first validator.
  expect(consensusHex("gonkavalcons1thenxh0jcg9zp738njgwdc2wtkr9e64txv2q2q", "")).toBe(
    "5DF3335DF2C20A20FA279C90E6E14E5D865CEAAB",
  );
  expect(() => consensusHex(toBech32("gonka", bytes), "")).toThrow(Rejected);
  expect(() => consensusHex(toBech32("gonkavalcons", bytes.subarray(1)), "")).toThrow(Rejected);
  expect(bech32(consensus, "")).toBe(consensus);
  for (const odd of ["", "gonka1", `${consensus}q`, consensus.toUpperCase(), "gonka", "\ud800"])
    expect(() => bech32(odd, ""), odd).toThrow(Rejected);
});
