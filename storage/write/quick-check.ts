import { z } from "zod";

type Check = (value: unknown) => boolean;

/**
 * A check of one value that accepts only what the schema accepts, without the objects that a Zod parse makes for each field; null for a
 * schema whose rules are not all known here. What it refuses may still be right: then the schema has the word.
 */
export function quickCheck(schema: z.core.$ZodType): Check | null {
  if (schema instanceof z.ZodNullable) {
    const inner = quickCheck(schema.def.innerType);
    return inner && ((value) => value === null || inner(value));
  }
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === "boolean";
  const type = schemaType(schema);
  if (type === null) return null;
  const rules: Check[] = [];
  for (const check of schema._zod.def.checks ?? []) {
    const rule = ruleOf(check);
    if (rule === null) return null;
    rules.push(rule);
  }
  const [first, second, ...more] = rules;
  if (more.length > 0) return (value) => type(value) && rules.every((rule) => rule(value));
  if (first && second) return (value) => type(value) && first(value) && second(value);
  return first ? (value) => type(value) && first(value) : type;
}

function schemaType(schema: z.core.$ZodType): Check | null {
  if (schema instanceof z.ZodString) return (value) => typeof value === "string";
  if (schema instanceof z.ZodBigInt) return (value) => typeof value === "bigint";
  if (schema instanceof z.core.$ZodNumberFormat && schema._zod.def.format === "safeint")
    return (value) => Number.isSafeInteger(value);
  return null;
}

function ruleOf(check: z.core.$ZodCheck): Check | null {
  if (check instanceof z.core.$ZodCheckRegex) {
    const { pattern } = check._zod.def;
    return pattern.global || pattern.sticky ? null : (value) => typeof value === "string" && pattern.test(value);
  }
  if (check instanceof z.core.$ZodCheckMinLength) {
    const { minimum } = check._zod.def;
    return (value) => typeof value === "string" && value.length >= minimum;
  }
  if (check instanceof z.core.$ZodCheckMaxLength) {
    const { maximum } = check._zod.def;
    return (value) => typeof value === "string" && value.length <= maximum;
  }
  const bound = check instanceof z.core.$ZodCheckGreaterThan || check instanceof z.core.$ZodCheckLessThan ? check._zod.def : null;
  if (bound === null || !bound.inclusive || typeof bound.value === "object") return null;
  const { value: limit } = bound;
  if (bound.check === "greater_than") return (value) => typeof value === typeof limit && isOrdered(value) && value >= limit;
  return (value) => typeof value === typeof limit && isOrdered(value) && value <= limit;
}

const isOrdered = (value: unknown): value is number | bigint => typeof value === "number" || typeof value === "bigint";
