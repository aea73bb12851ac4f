import type { Question } from "../../storage/facts/topics.ts";
import type { AnswerLog, AnswerRows } from "../../storage/write/answer-log.ts";
import type { CollectContext } from "../context.ts";
import type { Source } from "../http/source.ts";
import type { Reply } from "../inquiry.ts";

/** A moment of the chain that every source is asked about, so that honest ones agree: an epoch that is (or was) effective at a height. */
export interface Pin {
  readonly epoch: number;
  readonly height: number;
}

/** What one asking told to one question. */
export interface Told {
  readonly question: Question;
  readonly rows: readonly AnswerRows[];
}

/** Something the nodes are asked of the running network. One asking (of one or more requests) can answer several questions. */
export interface LiveQuestion {
  /** The questions that an asking answers; all are recorded as "can't tell" where it fails. */
  questions(pin: Pin): readonly Question[];
  /** Asks one source at the pinned height. */
  ask(context: CollectContext, source: Source, pin: Pin): Promise<Reply<readonly Told[]>>;
}

/**
 * Asks every source every question at the pin and records what each said. What a source has told for good is not asked again. `final` says
 * that the chain can't change the epoch's facts after the pinned height. Nothing is stored before the log is flushed.
 */
export async function collectPinned(
  context: CollectContext,
  log: AnswerLog,
  sources: readonly Source[],
  pin: Pin,
  final: boolean,
  live: readonly LiveQuestion[],
): Promise<void> {
  await Promise.all(
    sources.map(async (source) => {
      for (const one of live) {
        const questions = one.questions(pin);
        const isDone = questions.every((question) => log.last(question, source.name)?.final === true);
        if (isDone) {
          for (const question of questions) log.skip(question, source.name);
          continue;
        }
        const reply = await one.ask(context, source, pin);
        context.signal.throwIfAborted();
        await recordLive(log, source.name, questions, reply, pin, final);
      }
    }),
  );
}

async function recordLive(
  log: AnswerLog,
  source: string,
  questions: readonly Question[],
  reply: Reply<readonly Told[]>,
  { height }: Pin,
  isPast: boolean,
): Promise<void> {
  // What belongs to no epoch goes on changing.
  const isFinal = ({ epoch }: Question) => isPast && epoch !== 0;
  if (reply.outcome === "unknown") {
    for (const question of questions) await log.record({ ...question, source, outcome: "unknown", detail: reply.detail });
    return;
  }
  if (reply.outcome === "absent") {
    for (const question of questions)
      await log.record({ ...question, source, outcome: "absent", height, final: isFinal(question) });
    return;
  }
  for (const { question, rows } of reply.value)
    await log.record({ ...question, source, outcome: "told", rows, height, final: isFinal(question) });
}
