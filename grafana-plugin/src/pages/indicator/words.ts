import type { Indicator } from "../../client/types.ts";
import { inWords, quantity } from "../../format/number.ts";
import { hasNumber } from "../../format/states.ts";
import { dayWords } from "../../format/time.ts";

/** Who or what is missing where the newest bucket has no number, and what the last number was. */
export function missingWords({ state, note, source, newest, unit }: Indicator): string {
  if (hasNumber(state)) return "";
  const who = state === "needs_entry" && source !== null ? `waits for: ${source}` : note;
  const last = newest ? `last number: ${inWords(quantity(newest.value, unit))}, epoch ${newest.epoch}` : "";
  return [who, last].filter((part) => part !== "").join(" · ");
}

/** Which bucket the value is of: epoch and date together. */
export function bucketWords({ state_epoch, newest }: Indicator): string {
  if (state_epoch === null) return "no epoch yet";
  const ends = newest?.epoch === state_epoch ? newest.ends_at : null;
  return ends === null ? `epoch ${state_epoch}` : `epoch ${state_epoch}, to ${dayWords(ends)}`;
}
