import type { UnknownField } from "./known.ts";

/**
 * What became of an answer: its rows, with the fields nobody knows yet, or nothing at all.
 * `reason` says path, expected and got, in at most 500 characters.
 */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T; readonly unknowns: readonly UnknownField[] }
  | { readonly ok: false; readonly reason: string };

/** Thrown inside a decoder to give up the whole answer; never leaves it. */
export class Rejected extends Error {}

const MAX_REASON = 500;

/** Runs a decoder's body; only a {@link Rejected} becomes a rejection, anything else is a defect and passes. */
export function decodedOrRejected<T>(decode: () => { value: T; unknowns: readonly UnknownField[] }): Decoded<T> {
  try {
    return { ok: true, ...decode() };
  } catch (error) {
    if (error instanceof Rejected) return { ok: false, reason: error.message.slice(0, MAX_REASON) };
    throw error;
  }
}
