import type { Question } from "../../../storage/facts/topics.ts";
import type { AnswerRows } from "../../../storage/write/answer-log.ts";
import type { Reply } from "../../inquiry.ts";
import type { Told } from "../pinned.ts";

/** A reply as what it tells to one question; "absent" and "can't tell" pass through. */
export function toldTo<T>(
  reply: Reply<T>,
  question: Question,
  rowsOf: (value: T) => readonly AnswerRows[],
): Reply<readonly Told[]> {
  if (reply.outcome !== "told") return reply;
  return { ...reply, value: [{ question, rows: rowsOf(reply.value) }] };
}
