import { z } from "zod";

const day = z.iso.date().meta({ description: "The UTC day it speaks of." });
const modelId = z.string().min(1).max(256).meta({ description: "The model's id on the chain." });
/** Up to 10^15: a day of a thousand times the roadmap's trillions; a JSON number holds it exactly. */
const amount = z.int().min(0).max(1e15);
const evidence = z
  .url({ protocol: /^https$/ })
  .max(512)
  .optional()
  .meta({ description: "Where it can be checked." });

/** What a partner may hand in: the shape of an entry, and what makes it the one it is. A later entry with the same key revises it. */
export interface FeedDefinition {
  readonly id: string;
  readonly summary: string;
  /** Indicators that wait for it. */
  readonly indicators: readonly string[];
  readonly entry: z.ZodObject;
  /** Fields that keep entries apart. */
  readonly key: readonly string[];
  /** The day of an entry: not in the future, and not long ago. */
  readonly dayField: string;
}

/** The feeds for what only partners know. */
export const FEEDS: readonly FeedDefinition[] = [
  {
    id: "active-applications",
    summary: "Applications with at least one paid request on the day, counted by the broker that serves them.",
    indicators: ["use.active_apps", "dem.apps_30", "dem.apps_60", "dem.apps_90"],
    entry: z.strictObject({
      day,
      applications: amount.meta({ description: "With at least one paid request on the day." }),
      applications_3_of_7: amount.meta({ description: "With one on at least 3 of the 7 days that end with it." }),
      evidence,
    }),
    key: ["day"],
    dayField: "day",
  },
  {
    id: "broker-traffic",
    summary: "What a broker served on the day, by model: tokens and requests that the chain does not show by user.",
    indicators: ["use.tokens_day", "use.active_payers", "agg.token_share"],
    entry: z.strictObject({
      day,
      model_id: modelId,
      prompt_tokens: amount,
      completion_tokens: amount,
      requests: amount,
      active_users: amount.meta({ description: "Accounts of the broker with a successful request on the day." }),
      evidence,
    }),
    key: ["day", "model_id"],
    dayField: "day",
  },
  {
    id: "private-tokens",
    summary: "Tokens served through the private access layer on the day.",
    indicators: ["ent.private_tokens_day"],
    entry: z.strictObject({ day, model_id: modelId, tokens: amount, evidence }),
    key: ["day", "model_id"],
    dayField: "day",
  },
  {
    id: "credits",
    summary:
      "An account whose free credits ended: its use before and after. The account is a name of the partner's own that tells nobody who it is.",
    indicators: ["use.retained_after_credits", "dem.paid_conversion"],
    entry: z.strictObject({
      account: z.string().regex(/^[\w-]{1,64}$/, "expected up to 64 letters, digits, _ or -"),
      credits_ended_on: day,
      tokens_last_30_credited_days: amount,
      tokens_days_31_to_60_after: amount.nullable().meta({ description: "Null until those days are over." }),
      paid_within_30_days: z.boolean().nullable().meta({ description: "Null until those days are over." }),
      evidence,
    }),
    key: ["account"],
    dayField: "credits_ended_on",
  },
];

export const feedById = (id: string): FeedDefinition | undefined => FEEDS.find((feed) => feed.id === id);
