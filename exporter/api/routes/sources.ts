import type { z } from "zod";
import type { SourceStatus } from "../../snapshot/sources.ts";
import { route } from "../route.ts";
import { nothing } from "../schemas/common.ts";
import { sourcesAnswer } from "../schemas/sources.ts";
import { questionOf } from "./question.ts";
import { sourceNowOf } from "./source-now.ts";

const ODD_SHOWN = 200;

export const sources = route({
  path: "/sources",
  summary: "Who we ask: what each source answered, how its requests ended, and where it stands apart from the others.",
  params: nothing,
  query: nothing,
  answer: sourcesAnswer,
  handle: ({ snapshot, now, refused }) => {
    const { head, clock, questions } = snapshot;
    const countOf = (verdict: string) => questions.filter((question) => question.verdict === verdict).length;
    const agreedHead = head.kind === "agreed" ? head.value : null;
    const agreedClock = clock.kind === "agreed" ? clock.value : null;
    return {
      chain_id: snapshot.chain,
      refused,
      now: now.toISOString(),
      head: {
        verdict: head.kind,
        height: agreedHead?.height ?? null,
        time: agreedHead?.time ?? null,
        age_seconds: agreedHead && (now.getTime() - Date.parse(agreedHead.time)) / 1000,
        odd: head.kind === "lost" ? [] : head.odd,
      },
      clock: {
        verdict: clock.kind,
        effective_epoch: agreedClock?.effective_epoch ?? null,
        latest_epoch: agreedClock?.latest_epoch ?? null,
        odd: clock.kind === "lost" ? [] : clock.odd,
      },
      questions: {
        agreed: countOf("agreed"),
        absent: countOf("absent"),
        disputed: countOf("disputed"),
        lost: countOf("lost"),
      },
      complete_from: snapshot.completeFrom.map(({ series, from, to }) => ({ series, from_epoch: from, to_epoch: to })),
      sources: snapshot.sources.map((status) => ({
        ...sourceOf(status),
        now: sourceNowOf(
          snapshot.live.sources.get(status.source),
          refused.find(({ source }) => source === status.source),
        ),
      })),
    };
  },
});

type SourceAnswer = Omit<z.input<typeof sourcesAnswer>["sources"][number], "now">;

function sourceOf({ source, answers, newestAnswerAt, lastRequestAt, requests, odd }: SourceStatus): SourceAnswer {
  const all = requests.reduce((sum, row) => sum + row.requests, 0);
  const good = requests
    .filter(({ outcome }) => outcome === "answered" || outcome === "absent")
    .reduce((sum, row) => sum + row.requests, 0);
  const newestFirst = [...odd].sort((a, b) => (b.question.epoch ?? Infinity) - (a.question.epoch ?? Infinity) || 0);
  return {
    source,
    answers,
    newest_answer_at: newestAnswerAt,
    last_request_at: lastRequestAt,
    success_ratio: all === 0 ? null : good / all,
    requests,
    outvoted: odd.filter(({ kind }) => kind === "outvoted").length,
    disputed: odd.filter(({ kind }) => kind === "disputed").length,
    odd_questions: newestFirst.slice(0, ODD_SHOWN).map(({ kind, question }) => ({ kind, question: questionOf(question) })),
  };
}
