import type { Span } from "../../blocks/chunks.ts";
import type { CollectContext } from "../../context.ts";
import { cometClient } from "../../http/comet.ts";
import type { Source } from "../../http/source.ts";
import { rejectedAt, unlessUnknown } from "../../transactions/block-answer.ts";
import type { Allowance } from "../allowance.ts";
import { type Found, type FoundTx, foundIn, PER_PAGE, SEARCHED, searchQuery } from "./answer.ts";

/** Asks one source for all transactions that opened or settled escrows in a span: a request for each event. Null where it can't tell. */
export async function searchEscrows(
  context: CollectContext,
  allowance: Allowance,
  source: Source,
  span: Span,
): Promise<Found | null> {
  const comet = cometClient(context.http, source, context.signal);
  const answers: Found[] = [];
  for (const type of SEARCHED) {
    if (!allowance.take(source)) return null;
    const asking = comet.txSearch({ query: searchQuery(type, span), page: 1, per_page: PER_PAGE, order_by: "asc" });
    const answer = await unlessUnknown(context, source, { height: span.from }, asking);
    if (answer === null) return null;
    const found = foundIn(answer, type, span);
    if (!found.ok) {
      context.notebook.rejected(source.name, rejectedAt(span.from), `tx_search ${type}: ${found.reason}`, "");
      return null;
    }
    answers.push(found.value);
  }
  const to = Math.min(...answers.map((one) => one.to));
  const byPlace = new Map<string, FoundTx>();
  for (const tx of answers.flatMap(({ txs }) => txs)) if (tx.height <= to) byPlace.set(`${tx.height} ${tx.tx_index}`, tx);
  const txs = [...byPlace.values()].sort((a, b) => a.height - b.height || a.tx_index - b.tx_index);
  return { txs, to };
}
