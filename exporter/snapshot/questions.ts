import { decideClock, decideHead, type SourceClock, type SourceHead, type Verdict } from "../../chain/head.ts";
import type { Topic } from "../../storage/facts/topics.ts";
import { EPOCHLESS } from "../../storage/facts/topics.ts";
import type { Vote } from "../../storage/read/votes.ts";

export const VERDICTS = ["agreed", "absent", "disputed", "lost"] as const;

/** A question that sources were asked, and what they say together. `epoch` is null where the question is about none. */
export interface AskedQuestion {
  readonly topic: Topic;
  readonly epoch: number | null;
  readonly subject: string;
  readonly verdict: (typeof VERDICTS)[number];
  readonly final: boolean;
  readonly agreeing: readonly string[];
  readonly odd: readonly string[];
  readonly cannotTell: readonly string[];
}

export type HeadVerdict = ReturnType<typeof decideHead>;
export type ClockVerdict = ReturnType<typeof decideClock>;

/** How the sources stand to each other. */
export interface Standing {
  readonly questions: readonly AskedQuestion[];
  readonly head: HeadVerdict;
  readonly clock: ClockVerdict;
}

/**
 * The votes, with head and clock judged by their own rules: honest nodes lag each other by blocks, so that equal answers are no measure
 * there.
 */
export function standingOf(votes: readonly Vote[], heads: readonly SourceHead[], clocks: readonly SourceClock[]): Standing {
  const head = decideHead(heads);
  const clock = decideClock(clocks);
  const questions = votes.map((vote): AskedQuestion => {
    const asked = {
      topic: vote.topic,
      epoch: EPOCHLESS.includes(vote.topic) ? null : vote.epoch,
      subject: vote.subject,
      cannotTell: vote.cannot_tell,
    };
    if (vote.topic === "head") return { ...asked, ...judged(head) };
    if (vote.topic === "clock") return { ...asked, ...judged(clock) };
    return { ...asked, verdict: vote.verdict, final: vote.final, agreeing: vote.agreeing, odd: vote.odd };
  });
  return { questions, head, clock };
}

const judged = (verdict: Verdict<unknown>) => ({
  verdict: verdict.kind,
  final: false,
  agreeing: verdict.kind === "agreed" ? verdict.agreeing : [],
  odd: verdict.kind === "lost" ? [] : verdict.odd,
});
