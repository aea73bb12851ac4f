import { z } from "zod";
import { AT, at, count, isoTime, queryRows } from "../../storage/read/query.ts";
import type { Store } from "../store.ts";
import type { AskedQuestion } from "./questions.ts";

export const OUTCOMES = ["told", "absent", "unknown"] as const;

/** A question in which a source stands apart: a majority contradicts it, or there is no majority. */
export interface OddQuestion {
  readonly kind: "outvoted" | "disputed";
  readonly question: AskedQuestion;
}

/** Requests to a source that ended alike, over all runs. */
export interface RequestTotals {
  readonly outcome: string;
  readonly requests: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** What is known of one source. */
export interface SourceStatus {
  readonly source: string;
  /** Its latest answers to all questions, by outcome. */
  readonly answers: Readonly<Record<(typeof OUTCOMES)[number], number>>;
  /** When it last said something new (ISO 8601); null where it never told anything. */
  readonly newestAnswerAt: string | null;
  readonly lastRequestAt: string | null;
  readonly requests: readonly RequestTotals[];
  readonly odd: readonly OddQuestion[];
}

const moment = z.string().transform(isoTime);
const answersRow = z.object({ source: z.string(), outcome: z.enum(OUTCOMES), answers: count, newest: moment });
const healthRow = z.object({
  source: z.string(),
  outcome: z.string(),
  requests: count,
  bytes: count,
  seconds: z.number(),
  newest: moment,
});

/** Every source that ever answered or was asked, by name. */
export async function readSources(
  { client, chain }: Store,
  asOf: string,
  questions: readonly AskedQuestion[],
): Promise<SourceStatus[]> {
  const [answers, health] = await Promise.all([
    queryRows(
      client,
      answersRow,
      `SELECT source, toString(outcome) AS outcome, count() AS answers, toString(max(observed_at)) AS newest
       FROM latest_answers(${AT}) GROUP BY source, outcome`,
      at(chain, asOf),
    ),
    queryRows(
      client,
      healthRow,
      `SELECT source, outcome, sum(source_health.requests) AS requests, sum(source_health.bytes) AS bytes,
         sum(source_health.seconds) AS seconds, toString(max(observed_at)) AS newest
       FROM source_health WHERE chain_id = {chain:String} GROUP BY source, outcome ORDER BY source, outcome`,
      { chain },
    ),
  ]);
  const names = new Set([...answers, ...health].map(({ source }) => source));
  return [...names].sort().map((source) => {
    const own = answers.filter((row) => row.source === source);
    const requests = health.filter((row) => row.source === source);
    const answersBy = (outcome: string) => own.find((row) => row.outcome === outcome)?.answers ?? 0;
    return {
      source,
      answers: { told: answersBy("told"), absent: answersBy("absent"), unknown: answersBy("unknown") },
      newestAnswerAt: newestOf(own.filter(({ outcome }) => outcome !== "unknown")),
      lastRequestAt: newestOf(requests),
      requests: requests.map(({ source: _, newest: __, ...totals }) => totals),
      odd: questions
        .filter(({ odd }) => odd.includes(source))
        .map((question) => ({ kind: question.verdict === "disputed" ? "disputed" : "outvoted", question })),
    };
  });
}

const newestOf = (rows: readonly { readonly newest: string }[]): string | null =>
  rows
    .map(({ newest }) => newest)
    .sort()
    .at(-1) ?? null;
