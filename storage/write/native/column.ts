import type { NativeColumn } from "./native-column.ts";
import { BigColumn, NullableColumn, NumberColumn } from "./numbers.ts";
import { DictionaryColumn, TextColumn } from "./texts.ts";
import { ticksOf } from "./ticks.ts";

/** A column of a type of ClickHouse's, as `system.columns` writes it; null for a type that is not known here. */
export function nativeColumn(type: string, capacity: number): NativeColumn | null {
  switch (type) {
    case "UInt8":
      return new NumberColumn(new Uint8Array(capacity), wholeNumber(0, 255));
    case "UInt16":
      return new NumberColumn(new Uint16Array(capacity), wholeNumber(0, 65_535));
    case "UInt32":
      return new NumberColumn(new Uint32Array(capacity), wholeNumber(0, 4_294_967_295));
    case "Int32":
      return new NumberColumn(new Int32Array(capacity), wholeNumber(-2_147_483_648, 2_147_483_647));
    case "Float64":
      return new NumberColumn(new Float64Array(capacity), (value) => (typeof value === "number" ? value : null));
    case "Bool":
      return new NumberColumn(new Uint8Array(capacity), (value) => (typeof value === "boolean" ? Number(value) : null), false);
    case "UInt64":
      return new BigColumn(new BigUint64Array(capacity), wholeBigint);
    case "Int64":
      return new BigColumn(new BigInt64Array(capacity), wholeBigint);
    case "String":
      return new TextColumn();
    case "LowCardinality(String)":
      return new DictionaryColumn(capacity);
  }
  const [, digits] = /^DateTime64\(([0-9]), 'UTC'\)$/.exec(type) ?? [];
  if (digits !== undefined) {
    const ticks = (value: unknown) => (typeof value === "string" ? ticksOf(value, Number(digits)) : null);
    return new BigColumn(new BigInt64Array(capacity), ticks, "1970-01-01T00:00:00Z");
  }
  const [, inner = ""] = /^Nullable\((.*)\)$/.exec(type) ?? [];
  const values = inner === "" ? null : nativeColumn(inner, capacity);
  return values && new NullableColumn(capacity, values);
}

const wholeNumber = (least: number, most: number) => (value: unknown) =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : null;

/** The array would wrap what has more than 64 bits: the row's schema, which is checked before, lets none through. */
function wholeBigint(value: unknown): bigint | null {
  if (typeof value === "bigint") return value;
  return Number.isSafeInteger(value) ? BigInt(Number(value)) : null;
}
