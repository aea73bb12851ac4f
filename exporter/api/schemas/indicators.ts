import { z } from "zod";
import { chainId, epochNumber, list, state, time, verifiedMembers } from "./common.ts";
import { seriesBreak } from "./series.ts";

export const projectRef = z.strictObject({ id: z.string(), role: z.enum(["primary", "secondary"]) });

/** A number with everything that says how far to trust it. */
export const newestValue = z
  .strictObject({
    epoch: epochNumber,
    value: z.number(),
    numerator: z.number().nullable(),
    denominator: z.number().nullable(),
    coverage: z.number().nullable().meta({ description: "Share of reality seen, 0 to 1; null where the whole is unknown." }),
    samples: z.int().nullable(),
    sources: z.int().nullable().meta({ description: "Fewest sources that agree on any answer it reads." }),
    verified_members: verifiedMembers,
    state,
    note: z.string().meta({ description: "What the number assumes." }),
    method: z.int(),
    starts_at: time.nullable(),
    ends_at: time.nullable(),
    age_seconds: z
      .number()
      .nullable()
      .meta({ description: "From the end of its epoch to now; 0 while it runs; null where its end is not known." }),
  })
  .meta({ id: "NewestValue" });

export const indicatorSummary = z
  .strictObject({
    id: z.string(),
    kind: z.enum(["indicator", "auxiliary"]),
    name: z.string(),
    definition: z.string(),
    unit: z.string().meta({ description: "Shares, rates and correlations are ratios, whatever the unit's words." }),
    direction: z.strictObject({ better: z.enum(["up", "down", "band", "context"]), words: z.string() }).nullable(),
    target: z.string().nullable().meta({ description: "What the roadmap says of a target, in its words." }),
    source_class: z.string().nullable(),
    source: z.string().nullable(),
    metric: z.string().nullable().meta({ description: "M1 to M9; P: measures a project only." }),
    part: z.string().nullable(),
    labels: list(z.string()),
    freshness_seconds: z.int().nullable(),
    projects: list(projectRef),
    method: z.int().nullable().meta({ description: "Version of the method that holds now; null where there is none yet." }),
    estimate: z.boolean().nullable(),
    state,
    state_epoch: epochNumber.nullable().meta({ description: "The newest epoch bucket, whose state this is." }),
    note: z.string().meta({ description: "Why the newest bucket has no number, or what it assumes." }),
    newest: newestValue.nullable().meta({ description: "Of the newest epoch that has a number." }),
  })
  .meta({ id: "Indicator" });

export const now = time.meta({ description: "The moment that ages count to." });

export const indicatorsAnswer = z
  .strictObject({ chain_id: chainId, now, indicators: list(indicatorSummary) })
  .meta({ id: "Indicators" });

export const horizonTarget = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("rank"), value: z.number() }),
    z.strictObject({ kind: z.literal("range"), low: z.number(), high: z.number(), unit: z.string() }),
    z.strictObject({ kind: z.literal("at_least"), low: z.number(), unit: z.string() }),
    z.strictObject({
      kind: z.literal("order"),
      low: z.number(),
      high: z.number().optional(),
      unit: z.string(),
      note: z.string(),
    }),
  ])
  .meta({ id: "HorizonTarget" });

const needs = list(z.string());
export const methodDescription = z
  .strictObject({
    version: z.int(),
    valid_from_epoch: epochNumber
      .nullable()
      .meta({ description: "Null where the method waits for facts that were not collected on this chain yet." }),
    reason: z.string().meta({ description: "Why this version exists." }),
    summary: z.string(),
    estimate: z.boolean(),
    needs,
    history: list(
      z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("epochs"), back: z.int(), needs }),
        z.strictObject({ kind: z.literal("days"), days: z.int(), needs }),
        z.strictObject({ kind: z.literal("all"), needs }),
        z.strictObject({ kind: z.literal("calibration"), needs }),
      ]),
    ),
    min_samples: z.int(),
    picks: z
      .strictObject({ label: z.string(), estimators: z.record(z.string(), z.string()) })
      .nullable()
      .meta({ description: "Estimators of which it takes one for each bucket, in words; the row with this label names it." }),
    sql: z.string().meta({ description: "Over the agreed facts; chain, as_of, first and last (epochs) are its parameters." }),
  })
  .meta({ id: "Method" });

export const seriesSummary = z
  .strictObject({
    axis: z.enum(["epoch", "day"]),
    first: z.string().nullable().meta({ description: "The first bucket: an epoch or a day." }),
    last: z.string().nullable(),
    buckets: z.int(),
    states: z.record(z.string(), z.int()).meta({ description: "How many buckets have each state." }),
    breaks: list(seriesBreak),
  })
  .meta({ id: "SeriesSummary" });

export const indicatorAnswer = z
  .strictObject({
    chain_id: chainId,
    now,
    indicator: indicatorSummary,
    quotes: list(z.strictObject({ where: z.string(), words: z.string() })),
    horizon_lines: list(z.strictObject({ horizon: z.string(), text: z.string(), target: horizonTarget.nullable() })),
    track_metrics: list(z.strictObject({ id: z.string(), wording: z.string() })),
    methods: list(methodDescription),
    series: list(seriesSummary),
  })
  .meta({ id: "IndicatorDetail" });
