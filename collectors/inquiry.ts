import type { Question } from "../storage/facts/topics.ts";
import type { AnswerRows } from "../storage/write/answer-log.ts";
import type { CollectContext } from "./context.ts";
import type { Decoded } from "./decode/decoded.ts";
import { parseJson } from "./http/json.ts";
import type { Source } from "./http/source.ts";

/** A question to the REST gateway of a node: where it is asked and how its answer becomes rows. */
export interface Inquiry<T> {
  readonly question: Question;
  /** The path's template, for metrics. */
  readonly route: string;
  /** From "/", percent-encoded. */
  readonly path: string;
  readonly decode: (body: unknown) => Decoded<T>;
  readonly rows: (value: T) => readonly AnswerRows[];
}

/** What a source said: `told` with the decoded value and the height it speaks of, a proper "not found", or "can't tell". */
export type Reply<T> =
  | { readonly outcome: "told"; readonly value: T; readonly height: number | null }
  | { readonly outcome: "absent"; readonly height: number | null }
  | { readonly outcome: "unknown"; readonly detail: string };

/** The inference module of the chain, behind the REST gateway. */
export const INFERENCE = "/chain-api/productscience/inference/inference";

/** Header by which the REST gateway answers for a past height (data-sources: REST history). */
const HEIGHT_HEADER = "x-cosmos-block-height";

/**
 * Asks one source, for its newest height or a pinned one. Whatever comes back is a reply: an answer that can't be read is rejected whole,
 * kept and counted, and tells nothing; so does one that speaks of another height than the pinned one.
 */
export async function ask<T>(
  { http, notebook, signal }: CollectContext,
  source: Source,
  inquiry: Inquiry<T>,
  pinned: number | null = null,
): Promise<Reply<T>> {
  const headers = pinned === null ? {} : { [HEIGHT_HEADER]: String(pinned) };
  const outcome = await http.get(source, inquiry.path, { route: inquiry.route, signal, headers });
  // A stopped run says nothing of the source.
  signal.throwIfAborted();
  if (outcome.kind !== "cannot_tell" && pinned !== null && (outcome.headers.height ?? pinned) !== pinned)
    return { outcome: "unknown", detail: `asked for height ${pinned}, answered for ${outcome.headers.height}` };
  if (outcome.kind === "absent") return { outcome: "absent", height: outcome.headers.height ?? pinned };
  const parsed = parseJson(outcome);
  if (!parsed.ok) {
    if (parsed.outcome.kind === "absent") return { outcome: "absent", height: parsed.outcome.headers.height ?? pinned };
    // A page of HTML or half an answer with status 200: kept and counted, as every answer that can't be read.
    if (outcome.kind === "answered") notebook.rejected(source.name, inquiry.question, parsed.outcome.detail, outcome.body);
    return { outcome: "unknown", detail: `${parsed.outcome.reason}: ${parsed.outcome.detail}` };
  }
  if (outcome.kind !== "answered") throw new Error("only an answered outcome parses");
  const decoded = inquiry.decode(parsed.value);
  if (!decoded.ok) {
    notebook.rejected(source.name, inquiry.question, decoded.reason, outcome.body);
    return { outcome: "unknown", detail: `rejected: ${decoded.reason}` };
  }
  notebook.unknownFields(source.name, inquiry.question, decoded.unknowns);
  return { outcome: "told", value: decoded.value, height: outcome.headers.height ?? pinned };
}
