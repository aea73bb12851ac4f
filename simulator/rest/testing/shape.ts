import { z } from "zod";

/** What JSON values at one place look like, over many answers. */
export interface Shape {
  readonly types: Set<string>;
  /** Of objects without `@type`, and of those with one under `@type=…`. */
  readonly keys: Map<string, Shape>;
  items: Shape | null;
}

const record = z.record(z.string(), z.unknown());

export const emptyShape = (): Shape => ({ types: new Set(), keys: new Map(), items: null });

/** Adds a value to what is known of its place. */
export function look(shape: Shape, value: unknown): Shape {
  if (value === null) shape.types.add("null");
  else if (Array.isArray(value)) {
    shape.types.add("array");
    for (const item of value) {
      shape.items ??= emptyShape();
      look(shape.items, item);
    }
  } else if (typeof value === "object") {
    shape.types.add("object");
    const fields = record.parse(value);
    const type = fields["@type"];
    const at = typeof type === "string" ? child(shape, `@type=${type}`) : shape;
    for (const [key, field] of Object.entries(fields)) look(child(at, key), field);
  } else if (typeof value === "string") shape.types.add(stringType(value));
  else shape.types.add(typeof value);
  return shape;
}

function child(shape: Shape, key: string): Shape {
  const known = shape.keys.get(key) ?? emptyShape();
  shape.keys.set(key, known);
  return known;
}

function stringType(value: string): string {
  if (value === "") return "empty string";
  if (/^-?\d+$/.test(value)) return "integer string";
  if (/^-?\d+\.\d+$/.test(value)) return "decimal string";
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) ? "time string" : "string";
}

/** Where the made-up answers differ from the recorded ones: keys and types, at every level that both sides have. */
export function differences(real: Shape, made: Shape, path: string): readonly string[] {
  const found: string[] = [];
  for (const type of made.types)
    if (!allows(real.types, type)) found.push(`${path}: made up as ${type}, recorded as ${[...real.types].join(", ")}`);
  const keys = new Set([...real.keys.keys(), ...made.keys.keys()]);
  for (const key of keys) {
    const [realKey, madeKey] = [real.keys.get(key), made.keys.get(key)];
    const below = `${path}.${key}`;
    if (realKey !== undefined && madeKey !== undefined) found.push(...differences(realKey, madeKey, below));
    // A message of a type that only one side happens to have says nothing about the other.
    else if (key.startsWith("@type=")) continue;
    else if (realKey === undefined) {
      if (real.types.has("object")) found.push(`${below}: made up, never recorded`);
    } else if (made.types.has("object")) found.push(`${below}: recorded, not made up`);
  }
  if (real.items !== null && made.items !== null) found.push(...differences(real.items, made.items, `${path}[]`));
  return found;
}

const STRINGS = ["string", "empty string"];

/** A string that happens to be empty or to have no fraction is still the same kind of string. */
function allows(real: ReadonlySet<string>, type: string): boolean {
  if (real.has(type)) return true;
  if (STRINGS.includes(type)) return STRINGS.some((other) => real.has(other)) || (type === "empty string" && hasString(real));
  return hasString(real) && !hasOther(real, type);
}

const hasString = (types: ReadonlySet<string>) => [...types].some((type) => type.endsWith("string"));

/** A type of string of its own was recorded here, and it is another one than the made-up one. */
const hasOther = (types: ReadonlySet<string>, type: string) =>
  !type.endsWith("string") ||
  [...types].some((other) => other.endsWith(" string") && other !== "empty string" && other !== type) ||
  types.has("string");
