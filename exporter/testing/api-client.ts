import { expect } from "vitest";
import type { z } from "zod";

/** GETs a path and checks the answer against its schema. */
export async function getAs<Answer extends z.ZodType>(url: string, path: string, answer: Answer): Promise<z.output<Answer>> {
  const response = await fetch(`${url}${path}`);
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return answer.parse(body);
}
