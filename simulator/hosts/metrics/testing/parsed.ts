import { createRequire } from "node:module";
import { z } from "zod";

/** A parser of others, which has no types of its own. */
const parse = createRequire(import.meta.url)("parse-prometheus-text-format");

const labelsSchema = z.record(z.string(), z.string()).default({});
const familiesSchema = z.array(
  z.object({
    name: z.string(),
    help: z.string(),
    type: z.string(),
    metrics: z.array(
      z.union([
        z.strictObject({ labels: labelsSchema, value: z.string() }),
        z.strictObject({
          labels: labelsSchema,
          buckets: z.record(z.string(), z.string()),
          count: z.string(),
          sum: z.string(),
        }),
      ]),
    ),
  }),
);

export type ParsedFamily = z.infer<typeof familiesSchema>[number];

export const parsed = (text: string): readonly ParsedFamily[] => familiesSchema.parse(parse(text));
