import { z } from "zod";
import { TOPICS } from "../../../storage/facts/topics.ts";
import { VERDICTS } from "../../snapshot/questions.ts";
import { chainId, chainInteger, epochNumber, fromEpoch, limit, list, next, time, toEpoch } from "./common.ts";

const names = list(z.string());
export const verdict = z.enum(VERDICTS).meta({
  id: "Verdict",
  description: "agreed: by more than half of those that could tell; absent: they say it does not exist; lost: none could tell.",
});

export const question = z
  .strictObject({
    topic: z.enum(TOPICS),
    epoch: epochNumber.nullable(),
    subject: z.string().meta({ description: "A model id or a height, where the topic has several." }),
    verdict,
    final: z.boolean(),
    agreeing: names,
    odd: names,
    cannot_tell: names,
  })
  .meta({ id: "Question" });

export const epochsQuery = z.strictObject({ from: fromEpoch, to: toEpoch, limit: limit(100, 500) });

export const epochsAnswer = z
  .strictObject({
    chain_id: chainId,
    epochs: list(
      z
        .strictObject({
          epoch: epochNumber,
          known: z.boolean().meta({ description: "Whether its root group is agreed and effective." }),
          running: z.boolean().nullable(),
          poc_start_height: z.int().nullable(),
          effective_height: z.int().nullable(),
          last_height: z.int().nullable(),
          starts_at: time.nullable(),
          ends_at: time.nullable(),
          members: z.int().nullable(),
          total_weight: chainInteger.nullable(),
          models: names,
          questions: list(question).meta({ description: "Empty: never asked, a gap." }),
        })
        .meta({ id: "Epoch" }),
    ).meta({ description: "Newest first, gaps included." }),
    next,
  })
  .meta({ id: "Epochs" });
