import type { z } from "zod";
import type { Reading } from "../state.ts";
import { invalidParameter } from "./errors.ts";

/** A read of the API: where it is, what it takes, what it answers. The schemas check parameters and make the OpenAPI document. */
export interface RouteDefinition<Params extends z.ZodObject, Query extends z.ZodObject, Answer extends z.ZodType> {
  /** Below /api/v1, parameters in braces. */
  readonly path: string;
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  readonly answer: Answer;
  readonly handle: (
    reading: Reading,
    params: z.output<Params>,
    query: z.output<Query>,
  ) => z.input<Answer> | Promise<z.input<Answer>>;
}

export interface Route
  extends Pick<RouteDefinition<z.ZodObject, z.ZodObject, z.ZodType>, "path" | "summary" | "params" | "query" | "answer"> {
  /** @throws ApiError for parameters that don't fit, or what isn't there. */
  readonly run: (reading: Reading, params: unknown, query: unknown) => Promise<unknown>;
}

export function route<Params extends z.ZodObject, Query extends z.ZodObject, Answer extends z.ZodType>(
  definition: RouteDefinition<Params, Query, Answer>,
): Route {
  const { handle, ...described } = definition;
  return {
    ...described,
    run: async (reading, params, query) => handle(reading, checked(definition.params, params), checked(definition.query, query)),
  };
}

function checked<Shape extends z.ZodObject>(shape: Shape, given: unknown): z.output<Shape> {
  const result = shape.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === "unrecognized_keys") {
    const known = Object.keys(shape.shape);
    throw invalidParameter(
      `${issue.keys.join(", ")}: not a parameter here; ${known.length > 0 ? `expected ${known.join(", ")}` : "there are none"}`,
    );
  }
  throw invalidParameter(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not as expected"}`);
}

/** Path and query of another page, for `next`. */
export function pageUrl(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  return `/api/v1${path}?${given}`;
}
