import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { TOPICS } from "../facts/topics.ts";
import { AT, at, count, isoTime, NOW, queryRows } from "./query.ts";

const answer = z.object({
  topic: z.enum(TOPICS),
  epoch: z.int(),
  subject: z.string(),
  source: z.string(),
  outcome: z.enum(["told", "absent", "unknown"]),
  content_hash: z.string(),
  height: count.nullable(),
  final: z.union([z.boolean(), z.int().transform(Boolean)]),
  detail: z.string(),
  observed_at: z.string().transform(isoTime),
});
/** The newest answer of one source to one question. */
export type AnswerOnRecord = z.infer<typeof answer>;

/** The newest answers to the questions of some topics about some epochs, oldest source name first. */
export function readAnswersOf(
  client: ClickHouseClient,
  chain: string,
  topics: readonly string[],
  epochs: readonly number[],
): Promise<AnswerOnRecord[]> {
  return queryRows(
    client,
    answer,
    `SELECT topic, epoch, subject, source, outcome, content_hash, height, final, detail, observed_at
     FROM latest_answers(${AT})
     WHERE topic IN {topics:Array(String)} AND epoch IN {epochs:Array(UInt32)} ORDER BY source`,
    { ...at(chain, NOW), topics: [...topics], epochs: [...epochs] },
  );
}
