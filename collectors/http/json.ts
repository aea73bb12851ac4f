import { cannotTell, type HttpOutcome } from "./answer.ts";

/** A parsed body, or the outcome to pass on. */
export type ParsedJson = { ok: true; value: unknown } | { ok: false; outcome: Exclude<HttpOutcome, { kind: "answered" }> };

const MAYBE_UNSAFE_INTEGER = /(?:^|[[:,\s])-?\d{16,}/;
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses the body of an answered outcome; any other outcome comes back as it is, an unparsable body as `not_json`.
 * Integers beyond ±(2^53 − 1), which older host services write as plain numbers, come back as strings with all their
 * digits; JSON.parse would round them.
 */
export function parseJson(outcome: HttpOutcome): ParsedJson {
  if (outcome.kind !== "answered") return { ok: false, outcome };
  try {
    const value: unknown = JSON.parse(outcome.body);
    return { ok: true, value: MAYBE_UNSAFE_INTEGER.test(outcome.body) ? JSON.parse(quoteUnsafeIntegers(outcome.body)) : value };
  } catch {
    return { ok: false, outcome: cannotTell("not_json", "the body is not JSON", { status: outcome.status, body: outcome.body }) };
  }
}

function quoteUnsafeIntegers(json: string): string {
  return json.replace(STRING_OR_NUMBER, (token) => {
    const isUnsafe = /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));
    return isUnsafe ? `"${token}"` : token;
  });
}
