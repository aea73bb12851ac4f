import { z } from "zod";
import { chainId, epochNumber, list, time } from "./common.ts";
import { now } from "./indicators.ts";
import { sourceNow } from "./live.ts";
import { question, verdict } from "./network.ts";

const oddNames = list(z.string()).meta({ description: "Sources that the majority contradicts." });
export const sourcesAnswer = z
  .strictObject({
    chain_id: chainId,
    refused: list(z.strictObject({ source: z.string(), network: z.string() })).meta({
      description: "Sources that serve another chain, and which: none of their answers is used.",
    }),
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
          now: sourceNow
            .nullable()
            .meta({ description: "By its newest status poll; null where it was not polled within the last day." }),
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
