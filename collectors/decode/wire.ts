import { z } from "zod";
import { epochIndex, height as heightRange, int64 as int64Range, uint64 as uint64Range } from "../../storage/facts/integers.ts";

/**
 * How one field is written on the wire. `zero` is what an omitted field means where zeros are omitted;
 * undefined where a zero makes no sense and the field is always due.
 */
export interface Wire<T> {
  readonly expected: string;
  readonly schema: z.ZodType<T>;
  readonly zero: T | undefined;
}

/** The same field, where an omission can't mean zero. */
export function due<T>(wire: Wire<T>): Wire<T> {
  return { ...wire, zero: undefined };
}

/** One spelling per number: no sign on zero or plus, no leading zeros, blanks, fractions or powers. */
const integerText = z.string().regex(/^(0|-?[1-9]\d{0,19})$/);
/** A number beyond 2^53 was already rounded by the JSON parser, so only a safe one is believed. */
const wireInteger = z.union([integerText, z.int()]);

function bigintOf(range: z.ZodBigInt): z.ZodType<bigint> {
  return z.codec(wireInteger, range, { decode: (wire) => BigInt(wire), encode: (value) => value.toString() });
}

function safeNumberOf(range: z.ZodNumber): z.ZodType<number> {
  // Adding 0 turns -0 into 0.
  return z.codec(wireInteger, range, { decode: (wire) => Number(wire) + 0, encode: (value) => value.toString() });
}

/** 64-bit integers: text in the REST gateway, a number in the older host API. */
export const uint64: Wire<bigint> = { expected: "uint64", schema: bigintOf(uint64Range), zero: 0n };
export const int64: Wire<bigint> = { expected: "int64", schema: bigintOf(int64Range), zero: 0n };
export const height: Wire<number> = { expected: "height", schema: safeNumberOf(heightRange), zero: 0 };
export const epoch: Wire<number> = { expected: "epoch index", schema: safeNumberOf(epochIndex), zero: 0 };

/** 32-bit integers are numbers in both. */
export const int32: Wire<number> = {
  expected: "int32",
  schema: z.int32().transform((value) => value + 0),
  zero: 0,
};

/** Half a surrogate pair is JSON, but no text that the store takes. */
const isStorable = (value: string) => !/\p{Surrogate}/u.test(value);
export const text: Wire<string> = { expected: "Unicode text", schema: z.string().refine(isStorable), zero: "" };
export const bool: Wire<boolean> = { expected: "true or false", schema: z.boolean(), zero: false };

/**
 * An enum by name (REST, newer host API) or integer (older host API); `names` in the order of their integers.
 * A name that isn't listed is kept if it has the common `prefix`: a new member of the enum is no reason to lose the row.
 */
export function enumOf(prefix: string, names: readonly [string, ...string[]]): Wire<string> {
  const name = z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,63}$/)
    .startsWith(prefix);
  const index = z
    .int()
    .min(0)
    .max(names.length - 1);
  return {
    expected: `${prefix}… or its integer`,
    schema: z.codec(z.union([name, index]), name, {
      decode: (wire) => (typeof wire === "number" ? (names[wire] ?? "") : wire),
      encode: (value) => value,
    }),
    zero: names[0],
  };
}

function bytesOf(
  form: z.ZodType<string, string>,
  encoding: "base64" | "hex",
  canonical: (wire: string) => string,
): z.ZodType<Uint8Array> {
  const exact = form.refine((wire) => Buffer.from(wire, encoding).toString(encoding) === canonical(wire));
  return z.codec(exact, z.instanceof(Uint8Array), {
    decode: (wire) => new Uint8Array(Buffer.from(wire, encoding)),
    encode: (value) => Buffer.from(value).toString(encoding),
  });
}

/** Standard base64 with padding. */
export const base64Bytes: Wire<Uint8Array> = {
  expected: "base64",
  schema: bytesOf(z.string(), "base64", (wire) => wire),
  zero: new Uint8Array(),
};

/** Hex in either case. */
export const hexBytes: Wire<Uint8Array> = {
  expected: "hex",
  schema: bytesOf(z.string(), "hex", (wire) => wire.toLowerCase()),
  zero: new Uint8Array(),
};

function isCalendarTime(wire: string): boolean {
  const ms = Date.parse(wire);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 19) === wire.slice(0, 19);
}

/** RFC 3339 in UTC with up to nine decimals, kept as text: a Date would lose the nanoseconds. */
export const time: Wire<string> = {
  expected: "RFC 3339 time in UTC",
  schema: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/)
    .refine(isCalendarTime),
  zero: undefined,
};
