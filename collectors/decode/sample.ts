import { isObject } from "./json.ts";

const MAX_DEPTH = 8;
const MAX_TEXT = 4096;

function* tokens(value: unknown, depth: number): Generator<string> {
  if (typeof value === "string") {
    yield JSON.stringify(value.slice(0, MAX_TEXT));
  } else if (Array.isArray(value)) {
    let separator = "[";
    for (const item of depth === 0 ? [] : value) {
      yield separator;
      yield* tokens(item, depth - 1);
      separator = ",";
    }
    yield separator === "[" ? "[]" : "]";
  } else if (isObject(value)) {
    let separator = "{";
    for (const key of depth === 0 ? [] : Object.keys(value)) {
      yield `${separator}${JSON.stringify(key.slice(0, MAX_TEXT))}:`;
      yield* tokens(value[key], depth - 1);
      separator = ",";
    }
    yield separator === "{" ? "{}" : "}";
  } else {
    yield String(value);
  }
}

/** The value as JSON text, cut off at `maxBytes` of UTF-8. Costs no more than what it keeps, however large or deep the value is. */
export function sampleOf(value: unknown, maxBytes: number): string {
  let text = "";
  for (const token of tokens(value, MAX_DEPTH)) {
    text += token;
    if (text.length > maxBytes) break;
  }
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}
