import type { Epoch, Indicator, Now, Sources, State } from "../../client/types.ts";
import type { Look } from "../../components/mark.tsx";
import { full } from "../../format/number.ts";
import { STATE_WORDS } from "../../format/states.ts";
import { duration } from "../../format/time.ts";

/** What can't be seen, or not well. */
export interface Blind {
  readonly key: string;
  readonly what: string;
  readonly means: string;
}

/** States of an indicator that our collecting could mend; the others wait for people or for the network. */
export const BLIND_STATES = ["source_lost", "disputed", "no_data", "not_enough_data"] as const satisfies readonly State[];

export function blindSpots(now: Now, sources: Sources, indicators: readonly Indicator[]): Blind[] {
  const { disputed, lost } = sources.questions;
  const silent = now.sources.filter(({ health }) => health !== "answers");
  const odd = sources.sources.filter(({ outvoted }) => outvoted > 0);
  const failing = now.collectors.filter(({ last_outcome }) => last_outcome !== null && last_outcome !== "done");
  return [
    ...spot("silent", silent.length, "source", "can't tell now", names(silent.map(({ source }) => source))),
    ...spot("disputed", disputed, "question", "disputed", "sources differ without a majority: there is no number"),
    ...spot("lost", lost, "question", "lost", "asked, and no source could tell"),
    ...spot(
      "outvoted",
      odd.length,
      "source",
      "outvoted",
      names(odd.map(({ source, outvoted }) => `${source}: ${full(outvoted)}`)),
    ),
    ...BLIND_STATES.flatMap((state) => {
      const such = indicators.filter((one) => one.state === state && one.kind === "indicator");
      return spot(state, such.length, "indicator", STATE_WORDS[state].word, names(such.map(({ name }) => name)));
    }),
    ...spot("failing", failing.length, "collector", "not done when last run", names(failing.map(({ collector }) => collector))),
  ];
}

export const qualityLook = (blind: readonly Blind[]): Look =>
  blind.length === 0
    ? { glyph: "●", word: "All sources answer and agree", tone: "good" }
    : {
        glyph: "◔",
        word: blind.length === 1 ? "One thing can't be seen well" : `${blind.length} things can't be seen well`,
        tone: "warn",
      };

const spot = (key: string, count: number, noun: string, what: string, means: string): Blind[] =>
  count === 0 ? [] : [{ key, what: `${full(count)} ${noun}${count === 1 ? "" : "s"}: ${what}`, means }];

const NAMED = 4;
const names = (all: readonly string[]) =>
  all.length <= NAMED ? all.join(", ") : `${all.slice(0, NAMED).join(", ")} and ${all.length - NAMED} more`;

type Question = Epoch["questions"][number];
export type EpochStanding = "whole" | "disputed" | "lost" | "gap";

/** The worst that befell an epoch's questions; one that was never asked for is a gap. What is not there yet is no trouble. */
export function epochStanding({ questions }: Pick<Epoch, "questions">): EpochStanding {
  if (questions.length === 0) return "gap";
  const has = (verdict: Question["verdict"]) => questions.some((question) => question.verdict === verdict);
  return has("disputed") ? "disputed" : has("lost") ? "lost" : "whole";
}

export interface Disagreement {
  readonly key: string;
  readonly kind: "outvoted" | "disputed";
  readonly question: Question;
}

/** Each question in which sources differ, once, newest first. */
export function disagreements({ sources }: Sources): Disagreement[] {
  const byKey = new Map<string, Disagreement>();
  for (const { odd_questions } of sources)
    for (const { kind, question } of odd_questions) {
      const key = `${question.topic} ${question.epoch ?? ""} ${question.subject}`;
      byKey.set(key, { key, kind, question });
    }
  return [...byKey.values()].sort((a, b) => (b.question.epoch ?? Infinity) - (a.question.epoch ?? Infinity) || 0);
}

/** How a collector did, on the wall's clock. */
export function runWords({ last_success_at, age_seconds }: Now["collectors"][number]): string {
  return last_success_at === null || age_seconds === null ? "none within a week" : `${duration(age_seconds)} ago`;
}
