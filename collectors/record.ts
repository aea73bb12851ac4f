import type { AnswerLog } from "../storage/write/answer-log.ts";
import type { Source } from "./http/source.ts";
import type { Inquiry, Reply } from "./inquiry.ts";
import type { ChainNow } from "./network.ts";

/** The height a reply speaks of: the one it named, else its source's head. */
export const heightOf = (now: ChainNow, source: Source, height: number | null): number | null =>
  height ?? now.headOf.get(source.name) ?? null;

/** Stores a reply as what the source says to the question. */
export async function recordReply<T>(
  log: AnswerLog,
  source: Source,
  now: ChainNow,
  inquiry: Inquiry<T>,
  reply: Reply<T>,
  final: boolean,
): Promise<void> {
  const answer = { ...inquiry.question, source: source.name };
  if (reply.outcome === "unknown") return log.record({ ...answer, outcome: "unknown", detail: reply.detail });
  const height = heightOf(now, source, reply.height);
  if (reply.outcome === "absent") return log.record({ ...answer, outcome: "absent", height, final });
  return log.record({ ...answer, outcome: "told", rows: inquiry.rows(reply.value), height, final });
}
