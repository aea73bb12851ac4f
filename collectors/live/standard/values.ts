import { fromBech32 } from "@cosmjs/encoding";
import { z } from "zod";
import { reject } from "../../decode/reader.ts";
import { sampleOf } from "../../decode/sample.ts";
import type { Wire } from "../../decode/wire.ts";

/** The values of the standard modules, which protobuf and REST write differently, as the one thing that they mean. */

const MOST_NAME = 512;
/** CosmJS's own default is no limit, which the bech32 library that it is installed with refuses as a limit. */
const MOST_ADDRESS = 128;
const CONSENSUS_BYTES = 20;
/** `cosmos.base.v1beta1` amounts: the SDK's decimals have 18 places. */
const PLACES = 18;
/** The last moment that the store's times can hold. The chain says year 9999 for "jailed for ever". */
const LAST_SECOND = Date.parse("2299-12-31T23:59:59Z") / 1000;

const got = (value: unknown) => sampleOf(value, 120);

/** Text that a stranger chose, cut, with no half of a surrogate pair left in it: the store refuses those. */
export function nameOf(text: string): string {
  return Buffer.from(text.slice(0, MOST_NAME)).toString();
}

/** A non-negative integer in decimal digits. An empty text is a field left out, not a zero. */
export function digits(text: string, path: string): bigint {
  return /^(0|[1-9]\d{0,95})$/.test(text) ? BigInt(text) : reject(path, "digits", got(text));
}

/** A decimal as protobuf carries it: the number of 10^-18 in ASCII digits, as text or bytes. */
export function atomics(value: string | Uint8Array, path: string): bigint {
  return digits(typeof value === "string" ? value : Buffer.from(value).toString("latin1"), path);
}

/** A decimal as REST writes it, `400040.000000000021561960`, as its number of 10^-18. */
export const decimal18: Wire<bigint> = {
  expected: "a decimal of at most 18 places",
  schema: z
    .string()
    .regex(/^(0|[1-9]\d{0,77})(\.\d{1,18})?$/)
    .transform((text) => {
      const [whole = "", places = ""] = text.split(".");
      return BigInt(whole + places.padEnd(PLACES, "0"));
    }),
  zero: undefined,
};

/** A whole number of seconds as protobuf's Duration. */
export function wholeSeconds({ seconds, nanos }: { seconds: bigint; nanos: number }, path: string): bigint {
  return nanos === 0 && seconds >= 0n ? seconds : reject(path, "whole seconds", `${seconds} s ${nanos} ns`);
}

/** The same as REST writes it: `600s`. */
export const secondsText: Wire<bigint> = {
  expected: "whole seconds",
  schema: z
    .string()
    .regex(/^(0|[1-9]\d{0,18})s$/)
    .transform((text) => BigInt(text.slice(0, -1))),
  zero: undefined,
};

/**
 * A moment in milliseconds, cut not rounded. Year 1 and 1970 are how the chain says "never", so null. What is beyond the store's last
 * moment is that moment.
 */
export function momentOf(stamp: { seconds: bigint; nanos: number } | undefined): string | null {
  if (stamp === undefined || stamp.seconds <= 0n) return null;
  if (stamp.seconds >= LAST_SECOND) return new Date(LAST_SECOND * 1000).toISOString();
  return new Date(Number(stamp.seconds) * 1000 + Math.floor(stamp.nanos / 1_000_000)).toISOString();
}

/** The same from the text that REST writes; null where it has null. */
export function momentOfText(text: string | null): string | null {
  if (text === null) return null;
  const [, toSecond = "", places = ""] = /^(.{19})(?:\.(\d+))?Z$/.exec(text) ?? [];
  return momentOf({ seconds: BigInt(Date.parse(`${toSecond}Z`) / 1000), nanos: Number(places.padEnd(9, "0")) });
}

/** An address whose checksum holds, as the chain writes it: all in lower case. */
export function bech32(text: string, path: string): string {
  bytesOf(text, path);
  return text === text.toLowerCase() ? text : reject(path, "lower case", got(text));
}

/** A consensus address in CometBFT's form from the SDK's, `gonkavalcons1…`. */
export function consensusHex(text: string, path: string): string {
  const { prefix, data } = bytesOf(text, path);
  if (!prefix.endsWith("valcons") || data.length !== CONSENSUS_BYTES) reject(path, "a consensus address", got(text));
  return Buffer.from(data).toString("hex").toUpperCase();
}

function bytesOf(text: string, path: string): { prefix: string; data: Uint8Array } {
  try {
    return fromBech32(text, MOST_ADDRESS);
  } catch {
    return reject(path, "a bech32 address", got(text));
  }
}
