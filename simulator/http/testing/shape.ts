/** The JSON types and keys seen at one place of one or more answers. Digits in a string are a type of their own: an integer. */
export interface Shape {
  readonly types: Set<string>;
  readonly keys: Map<string, Shape>;
  /** Of all items of all arrays seen here. */
  items: Shape | null;
}

const emptyShape = (): Shape => ({ types: new Set(), keys: new Map(), items: null });

export function shapeOf(values: readonly unknown[]): Shape {
  const shape = emptyShape();
  for (const value of values) observe(shape, value);
  return shape;
}

function observe(shape: Shape, value: unknown): void {
  shape.types.add(typeOf(value));
  if (Array.isArray(value)) {
    shape.items ??= emptyShape();
    for (const item of value) observe(shape.items, item);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const known = shape.keys.get(key) ?? emptyShape();
      shape.keys.set(key, known);
      observe(known, item);
    }
  }
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "string") return /^-?\d+$/.test(value) ? "integer string" : "string";
  return typeof value;
}

/** Where made answers differ from the recorded ones: keys that only one has, types that were never recorded. */
export function differences(recorded: Shape, made: Shape, path: string): string[] {
  const found = [...made.types]
    .filter((type) => !recorded.types.has(type))
    .map((type) => `${path}: ${type}, recorded ${[...recorded.types].join("|")}`);
  for (const [key, shape] of recorded.keys) {
    const other = made.keys.get(key);
    if (other === undefined) found.push(`${path}.${key}: recorded only`);
    else found.push(...differences(shape, other, `${path}.${key}`));
  }
  for (const key of made.keys.keys()) if (!recorded.keys.has(key)) found.push(`${path}.${key}: made up`);
  // An array that was always empty on one side says nothing of its items.
  if (recorded.items !== null && made.items !== null && recorded.items.types.size > 0 && made.items.types.size > 0) {
    found.push(...differences(recorded.items, made.items, `${path}[]`));
  }
  return found;
}
