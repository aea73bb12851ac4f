const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;
const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/**
 * A moment as `DateTime64` keeps it: units of 10^-digits seconds since 1970; what is finer is cut off, as the engine does with a text.
 * Null for what is no moment of RFC 3339 in UTC, or beyond what 64 bits hold.
 */
export function ticksOf(text: string, digits: number): bigint | null {
  const [, seconds, fraction = ""] = TIME.exec(text) ?? [];
  if (seconds === undefined) return null;
  const ms = Date.parse(`${seconds}Z`);
  // The 30th of February would become a day of March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, seconds.length) !== seconds) return null;
  const ticks = BigInt(ms / 1000) * 10n ** BigInt(digits) + BigInt(fraction.padEnd(digits, "0").slice(0, digits) || "0");
  return ticks < LEAST || ticks > MOST ? null : ticks;
}
