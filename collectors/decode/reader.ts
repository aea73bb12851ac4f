import type { z } from "zod";
import { Rejected } from "./decoded.ts";
import type { Dialect } from "./dialect.ts";
import { isObject } from "./json.ts";
import { isKnown, leaf, type Shape } from "./known.ts";
import { sampleOf } from "./sample.ts";
import { int32, int64, type Wire } from "./wire.ts";

const MAX_GOT_BYTES = 120;

function got(value: unknown): string {
  return value === undefined ? "nothing" : sampleOf(value, MAX_GOT_BYTES);
}

/** Gives up the answer. */
export function reject(path: string, expected: string, found: string): never {
  throw new Rejected(`${path === "" ? "answer" : path}: expected ${expected}, got ${found}`);
}

/**
 * Reads one JSON object field by field under the rules for omitted fields:
 * a field left out is a zero only in the host dialect, and only where the object has no field nobody knows, which could be the same one renamed.
 * Every method gives up the whole answer where a field doesn't fit.
 */
export class ObjectReader {
  readonly path: string;
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #shape: Shape;
  readonly #dialect: Dialect;

  constructor(value: unknown, shape: Shape, path: string, dialect: Dialect) {
    if (!isObject(value)) reject(path, "an object", got(value));
    this.path = path;
    this.#object = value;
    this.#shape = shape;
    this.#dialect = dialect;
  }

  /** A scalar. */
  read<T>(key: string, wire: Wire<T>): T {
    if (this.#has(key)) return this.#check(key, wire, this.#object[key]);
    if (wire.zero === undefined || !this.#mayOmit()) this.#missing(key, wire.expected);
    return wire.zero;
  }

  /** A scalar that versions before it don't have: null when absent, never zero. */
  readOptional<T>(key: string, wire: Wire<T>): T | null {
    if (this.#has(key)) return this.#check(key, wire, this.#object[key]);
    this.#refuseIfRenamed(key, wire.expected);
    return null;
  }

  /** A message that is due: an unset one isn't a message of zeros. */
  message(key: string): ObjectReader {
    if (!this.#has(key)) this.#missing(key, "an object");
    return this.#child(key, this.#object[key], this.#at(key));
  }

  /** A message that may be unset or unknown to the version: null then. */
  optionalMessage(key: string): ObjectReader | null {
    if (!this.#has(key)) this.#refuseIfRenamed(key, "an object");
    return this.#object[key] == null ? null : this.message(key);
  }

  /** A list of messages. */
  messages(key: string): ObjectReader[] {
    return this.#items(key).map((item, index) => this.#child(key, item, `${this.#at(key)}[${index}]`));
  }

  /** A list of messages that versions before it don't have: absent, null and empty are the same. */
  optionalMessages(key: string): ObjectReader[] {
    if (!this.#has(key)) this.#refuseIfRenamed(key, "an array");
    return this.#object[key] == null ? [] : this.messages(key);
  }

  /** A list of scalars. */
  scalars<T>(key: string, wire: Wire<T>): T[] {
    return this.#items(key).map((item, index) => this.#check(`${key}[${index}]`, wire, item));
  }

  /** A chain Decimal. */
  decimal(key: string): { value: bigint; exponent: number } {
    const decimal = this.message(key);
    return { value: decimal.read("value", int64), exponent: decimal.read("exponent", int32) };
  }

  /** Gives up unless the answer is about what was asked. */
  verify<T extends string | number>(key: string, wire: Wire<T>, asked: T): void {
    const answered = this.read(key, wire);
    if (answered !== asked) reject(this.#at(key), `${JSON.stringify(asked)} as asked`, got(answered));
  }

  #has(key: string): boolean {
    return Object.hasOwn(this.#object, key);
  }

  #at(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  #check<T>(key: string, wire: Wire<T>, value: unknown): T {
    const result = wire.schema.safeParse(value);
    return result.success ? result.data : reject(this.#at(key), wire.expected, got(value));
  }

  #items(key: string): readonly unknown[] {
    const value = this.#object[key];
    if (Array.isArray(value)) return value;
    if (!this.#has(key) && !this.#mayOmit()) this.#missing(key, "an array");
    return value == null && this.#dialect === "host" ? [] : reject(this.#at(key), "an array", got(value));
  }

  #child(key: string, value: unknown, path: string): ObjectReader {
    const shape = isKnown(this.#shape, key) ? this.#shape[key] : undefined;
    return new ObjectReader(value, shape === undefined || shape === leaf ? {} : shape, path, this.#dialect);
  }

  #unknownKey(): string | undefined {
    return Object.keys(this.#object).find((key) => !isKnown(this.#shape, key));
  }

  #mayOmit(): boolean {
    return this.#dialect === "host" && this.#unknownKey() === undefined;
  }

  #refuseIfRenamed(key: string, expected: string): void {
    if (this.#unknownKey() !== undefined) this.#missing(key, expected);
  }

  #missing(key: string, expected: string): never {
    const keys = Object.keys(this.#object);
    const listed = `${keys.slice(0, 12).join(", ").slice(0, 200)}${keys.length > 12 ? ", …" : ""}`;
    return reject(this.#at(key), expected, keys.length === 0 ? "nothing: empty where data was due" : `nothing (only ${listed})`);
  }
}

/** The row, held against its table's schema: limits of length and range that the wire doesn't have. */
export function checkedRow<S extends z.ZodType>(schema: S, row: z.input<S>, path: string): z.output<S> {
  const result = schema.safeParse(row, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  return reject([path, ...(issue?.path ?? [])].join("."), `a fact row (${issue?.message})`, got(issue?.input));
}

/** Gives up when two rows share their natural key: which of them is true can't be told. */
export function refuseDuplicates<T>(rows: readonly T[], keyOf: (row: T) => string, path: string): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const key = keyOf(row);
    if (seen.has(key)) reject(path, "each once", `${sampleOf(key, MAX_GOT_BYTES)} twice`);
    seen.add(key);
  }
}
