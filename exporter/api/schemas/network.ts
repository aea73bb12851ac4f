import { z } from "zod";
import { TOPICS } from "../../../storage/facts/topics.ts";
import { VERDICTS } from "../../snapshot/questions.ts";
import { chainId, chainInteger, epochNumber, fromEpoch, limit, list, next, time, toEpoch } from "./common.ts";
import { now } from "./indicators.ts";

const names = list(z.string());
const verdict = z.enum(VERDICTS).meta({
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

export const modelsAnswer = z
  .strictObject({
    chain_id: chainId,
    epoch: epochNumber.nullable().meta({ description: "The newest agreed epoch." }),
    models: list(
      z
        .strictObject({
          model_id: z.string(),
          verdict: verdict.nullable().meta({ description: "Of its group; null where it was never asked." }),
          hosts: z.int().nullable().meta({ description: "Members of its group that have weight in it." }),
          nodes: z.int().nullable(),
          weight: chainInteger.nullable().meta({ description: "Raw: not comparable between models." }),
        })
        .meta({ id: "Model" }),
    ),
  })
  .meta({ id: "Models" });

const oddNames = names.meta({ description: "Sources that the majority contradicts." });
export const sourcesAnswer = z
  .strictObject({
    chain_id: chainId,
    now,
    head: z.strictObject({
      verdict,
      height: z.int().nullable(),
      time: time.nullable(),
      age_seconds: z.number().nullable(),
      odd: oddNames,
    }),
    clock: z.strictObject({
      verdict,
      effective_epoch: epochNumber.nullable(),
      latest_epoch: epochNumber.nullable(),
      odd: oddNames,
    }),
    questions: z.strictObject({ agreed: z.int(), absent: z.int(), disputed: z.int(), lost: z.int() }),
    complete_from: list(
      z.strictObject({ series: z.string(), from_epoch: epochNumber.nullable(), to_epoch: epochNumber.nullable() }),
    ).meta({ description: "By kind of fact: the epochs without a hole that end at its newest; null where it has none." }),
    sources: list(
      z
        .strictObject({
          source: z.string(),
          answers: z.strictObject({ told: z.int(), absent: z.int(), unknown: z.int() }),
          newest_answer_at: time.nullable().meta({ description: "When it last told something new." }),
          last_request_at: time.nullable(),
          success_ratio: z.number().nullable().meta({ description: "Requests that were answered or properly absent ÷ all." }),
          requests: list(z.strictObject({ outcome: z.string(), requests: z.int(), bytes: z.int(), seconds: z.number() })),
          outvoted: z.int(),
          disputed: z.int(),
          odd_questions: list(z.strictObject({ kind: z.enum(["outvoted", "disputed"]), question })).meta({
            description: "The newest 200 in which it is odd.",
          }),
        })
        .meta({ id: "Source" }),
    ),
  })
  .meta({ id: "Sources" });
