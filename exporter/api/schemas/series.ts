import { z } from "zod";
import { chainId, epochNumber, limit, list, next, state, time, verifiedMembers, wholeNumber } from "./common.ts";

const bucket = z
  .string()
  .regex(/^(\d{1,10}|\d{4}-\d\d-\d\d)$/, "expected an epoch such as 247 or, with axis=day, a UTC day such as 2026-05-23");

export const seriesQuery = z.strictObject({
  axis: z.enum(["epoch", "day"]).default("epoch"),
  method: wholeNumber(1, 65_535, "A version of the method; where left out, at each bucket the one that holds there.").optional(),
  from: bucket.optional().meta({ description: "First bucket: an epoch, or with axis=day a UTC day." }),
  to: bucket.optional().meta({ description: "Last bucket." }),
  labels: z.enum(["all", "network"]).default("network"),
  limit: limit(1000, 10_000),
  after: z.string().max(1000).optional().meta({ description: "Where the page before ended; comes with `next`." }),
});

export const seriesPoint = z
  .strictObject({
    epoch: epochNumber.optional().meta({ description: "With axis=epoch." }),
    day: z.string().optional().meta({ description: "With axis=day: YYYY-MM-DD, UTC." }),
    starts_at: time.nullable(),
    ends_at: time.nullable(),
    method: z.int().nullable(),
    labels: z.record(z.string(), z.string()).meta({ description: "Empty: the network-wide row." }),
    value: z.number().nullable(),
    numerator: z.number().nullable(),
    denominator: z.number().nullable(),
    coverage: z.number().nullable(),
    samples: z.int().nullable(),
    state,
    note: z.string(),
    sources: z.int().nullable(),
    verified_members: verifiedMembers,
  })
  .meta({ id: "Point" });

/** Where a line must not be drawn through: what is before and after isn't the same measure. */
export const seriesBreak = z
  .strictObject({
    kind: z.enum(["method", "estimator"]).meta({
      description:
        "method: from here on another method holds. estimator: the method takes one of several estimators, here another one than before.",
    }),
    epoch: epochNumber.meta({ description: "The first epoch after the break; of a day, the one effective at its end." }),
    day: z.string().nullable().meta({ description: "The first day after it; null where it is not reached yet." }),
    method: z.int().meta({ description: "The one that holds after it." }),
    reason: z.string().meta({ description: "In one sentence." }),
    estimator: z.string().nullable().meta({ description: "Taken after a change of estimator." }),
    estimator_before: z.string().nullable(),
  })
  .meta({ id: "Break" });

export const seriesAnswer = z
  .strictObject({
    chain_id: chainId,
    indicator: z.string(),
    axis: z.enum(["epoch", "day"]),
    unit: z.string(),
    breaks: list(seriesBreak).meta({
      description: "Methods' where no method was asked for, and of those the buckets asked for have, estimators'.",
    }),
    points: list(seriesPoint),
    next,
  })
  .meta({ id: "Series" });
