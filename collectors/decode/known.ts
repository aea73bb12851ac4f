import { isObject } from "./json.ts";
import { sampleOf } from "./sample.ts";

/** A field of an answer that no schema lists: `path` has array positions as `[]`; `sample` is JSON of at most 2 kB. */
export interface UnknownField {
  readonly path: string;
  readonly sample: string;
}

/** A field whose inside isn't looked at. */
export const leaf = true as const;

/** The fields a message is known to have, used or not. An array's shape is that of its items. */
export interface Shape {
  readonly [field: string]: Shape | typeof leaf;
}

/** A shape of leaves, from names with blanks between them. */
export function leaves(names: string): Record<string, typeof leaf> {
  return Object.fromEntries(names.split(" ").map((name) => [name, leaf]));
}

/** A shape of chain Decimals, from names with blanks between them. */
export function decimals(names: string): Record<string, Shape> {
  return Object.fromEntries(names.split(" ").map((name) => [name, DECIMAL]));
}

export const DECIMAL: Shape = leaves("value exponent");

const MAX_SAMPLE_BYTES = 2048;
const MAX_PATH = 512;
/** A hostile answer can't fill the store with made-up names. */
const MAX_FIELDS = 256;

export function isKnown(shape: Shape, key: string): boolean {
  return Object.hasOwn(shape, key);
}

/** Every field of `body` that `shape` doesn't know, once a path. What is inside an unknown field isn't listed. */
export function unknownFields(body: unknown, shape: Shape): UnknownField[] {
  const found = new Map<string, UnknownField>();
  scan(body, shape, "", found);
  return [...found.values()];
}

function scan(value: unknown, shape: Shape, path: string, found: Map<string, UnknownField>): void {
  if (Array.isArray(value)) {
    for (const item of value) if (isObject(item)) scanObject(item, shape, `${path}[]`, found);
  } else if (isObject(value)) {
    scanObject(value, shape, path, found);
  }
}

function scanObject(
  object: Readonly<Record<string, unknown>>,
  shape: Shape,
  path: string,
  found: Map<string, UnknownField>,
): void {
  for (const key of Object.keys(object)) {
    const known = isKnown(shape, key) ? shape[key] : undefined;
    if (known === leaf) continue;
    const at = path === "" ? key : `${path}.${key}`;
    if (known !== undefined) {
      scan(object[key], known, at, found);
    } else if (found.size < MAX_FIELDS && !found.has(at.slice(0, MAX_PATH))) {
      const cut = at.slice(0, MAX_PATH);
      found.set(cut, { path: cut, sample: sampleOf(object[key], MAX_SAMPLE_BYTES) });
    }
  }
}
