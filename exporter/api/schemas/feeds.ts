import { z } from "zod";
import { chainId, list, time } from "./common.ts";

const feed = z.string().meta({ description: "A feed's id." });
const count = z.int().min(0);

export const feedsAnswer = z
  .strictObject({
    chain_id: chainId,
    feeds: list(
      z.strictObject({
        id: feed,
        summary: z.string(),
        indicators: list(z.string()).meta({ description: "Indicators that wait for it." }),
        key: list(z.string()).meta({
          description: "Fields that keep entries apart; a later entry with the same revises the earlier.",
        }),
        entry_schema: z.record(z.string(), z.unknown()).meta({ description: "JSON schema of an entry." }),
        partners: count.meta({ description: "That handed something in." }),
        entries: count,
        newest_at: time.nullable().meta({ description: "When the newest version of an entry was received." }),
      }),
    ),
  })
  .meta({ id: "Feeds" });

export const feedSubmitted = z
  .strictObject({
    chain_id: chainId,
    feed,
    partner: z.string(),
    submission_id: z.string().meta({ description: "The Idempotency-Key, or the body's SHA-256." }),
    added: count,
    revised: count,
    unchanged: count,
    replayed: z
      .boolean()
      .meta({ description: "The same was handed in under this Idempotency-Key before: nothing was done again." }),
  })
  .meta({ id: "FeedSubmitted" });
