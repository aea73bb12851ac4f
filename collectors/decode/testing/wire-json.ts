import fc from "fast-check";
import type { Dialect } from "../dialect.ts";

/** Writes fact rows the way nodes do, for tests: the opposite of the decoders, and written apart from them. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A 64-bit integer. */
export function int64Json(dialect: Dialect, value: bigint | number): Json {
  return dialect === "gateway" ? value.toString() : Number(value);
}

/** A message: the host dialect leaves out zeros, false, "" and empty arrays. */
export function messageJson(dialect: Dialect, fields: JsonObject): JsonObject {
  if (dialect === "gateway") return fields;
  const isZero = (value: Json) => value === 0 || value === false || value === "" || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isZero(value)));
}

export function decimalJson(dialect: Dialect, { value, exponent }: { value: bigint; exponent: number }): JsonObject {
  return messageJson(dialect, { value: int64Json(dialect, value), exponent });
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Values that the dialect can carry: numbers beyond 2^53 can't be read back. */
export function uint64s(dialect: Dialect): fc.Arbitrary<bigint> {
  const max = dialect === "gateway" ? 2n ** 64n - 1n : SAFE;
  return fc.oneof(fc.bigInt({ min: 0n, max }), fc.constantFrom(0n, 1n, max), fc.bigInt({ min: 0n, max: 100n }));
}

export function int64s(dialect: Dialect): fc.Arbitrary<bigint> {
  const [min, max] = dialect === "gateway" ? [-(2n ** 63n), 2n ** 63n - 1n] : [-SAFE, SAFE];
  return fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, 0n, max), fc.bigInt({ min: -100n, max: 100n }));
}

export function heights(least = 0): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: least, max: 10_000_000 }), fc.constantFrom(least, Number.MAX_SAFE_INTEGER));
}

/** From 1 in the host dialect, where an answer about epoch 0 can't be told from one that says nothing. */
export function epochs(dialect: Dialect): fc.Arbitrary<number> {
  return fc.integer({ min: dialect === "gateway" ? 0 : 1, max: 4_294_967_295 });
}

export const names = fc.string({ minLength: 1, maxLength: 12 });
export const int32s = fc.oneof(fc.integer(), fc.constantFrom(0, 100));

/** `weight_scales` rows with exponents that a fact row allows. */
export function scales(dialect: Dialect) {
  const row = fc.record({ model_id: names, value: int64s(dialect), exponent: fc.integer({ min: -128, max: 128 }) });
  return fc.uniqueArray(row, { maxLength: 3, selector: ({ model_id }) => model_id });
}
