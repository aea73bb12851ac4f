import { z } from "zod";
import { text, type Wire } from "./wire.ts";

/** Fields that only answers about the running network have, beside those of `wire.ts`. */

/** A 32-bit unsigned integer: a JSON number in both dialects. */
export const uint32: Wire<number> = {
  expected: "uint32",
  schema: z
    .int()
    .min(0)
    .max(4_294_967_295)
    .transform((value) => value + 0),
  zero: 0,
};

const MOST = 2n ** 128n - 1n;

/** An amount of the Cosmos SDK's `Int`, text without sign or leading zeros. The chain's may be longer: no real one is. */
export const uint128: Wire<bigint> = {
  expected: "uint128",
  schema: z
    .string()
    .regex(/^(0|[1-9]\d{0,38})$/)
    .transform((text) => BigInt(text))
    .refine((value) => value <= MOST),
  zero: 0n,
};

const FIRST_YEAR = 1970;
/** Well inside what the store's times can hold. */
const LAST_YEAR = 2200;

/** The chain writes "never" as year 1 (Go's zero time) or as the start of 1970. */
function momentOf(text: string): string | null {
  const isNever = text.startsWith("0001-01-01T00:00:00") || text.startsWith("1970-01-01T00:00:00");
  return isNever ? null : text.replace(/(\.\d{3})\d+Z$/, "$1Z");
}

/** An RFC 3339 time in UTC, cut to milliseconds; null where it is unset (a null) or means "never". */
export const moment: Wire<string | null> = {
  expected: `RFC 3339 time in UTC between ${FIRST_YEAR} and ${LAST_YEAR}, or null`,
  schema: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/)
    .refine((text) => {
      const ms = Date.parse(text);
      return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 19) === text.slice(0, 19);
    })
    .transform(momentOf)
    .refine((text) => text === null || (Number(text.slice(0, 4)) >= FIRST_YEAR && Number(text.slice(0, 4)) <= LAST_YEAR))
    .nullable(),
  zero: undefined,
};

/** Text that may be null. */
export const nullableText: Wire<string | null> = { expected: "text or null", schema: text.schema.nullable(), zero: undefined };

/** At most `max` UTF-16 units, never half a character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const kept = text.slice(0, max);
  return /[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept;
}
