import { ESCROW_SEARCHES } from "../../../storage/facts/tables.ts";
import type { ObservationWriter } from "../../../storage/write/observations.ts";
import type { Span } from "../../blocks/chunks.ts";
import type { CollectContext } from "../../context.ts";
import type { Source } from "../../http/source.ts";
import { askStatus } from "../../inquiries/comet.ts";
import { type LiveOutcome, NOTHING_MORE } from "../../live/moment.ts";
import { writeEscrowRows } from "../../transactions/write-escrows.ts";
import { Allowance } from "../allowance.ts";
import { searchEscrows } from "./ask.ts";
import { rowsOf } from "./rows.ts";
import { unsearchedSpans } from "./spans.ts";
import { blockTimes } from "./times.ts";
import { agreedSearch } from "./vote.ts";

/** After so many gaps in which nothing could be proved, older ones wait for the next run. */
const MOST_LOST = 2;

/** `to`: all of the span up to there is stored. `spent`: no request is left. `lost`: nobody could prove anything, and why. */
type Outcome = { readonly to: number } | "spent" | { readonly lost: string };

/** A source and the blocks that it has. */
interface Reach extends Span {
  readonly source: Source;
}

/**
 * Finds what opened and settled escrows in the 30 days before the first stored block, for indicators that look so far back: a new store
 * begins with fewer days of blocks. Sources search their index of transactions by event (`tx_search`); at least two, and most of those that
 * can, have to find the same. A node that has no block of a time is not asked for it, since its index says that there was nothing. Each span
 * that was searched is stored after its rows, so that a run goes on where the last one ended.
 *
 * @param observedAt the injected clock.
 * @param most requests to one source in this run.
 * @param said reasons that were logged since the service began; added to.
 */
export async function collectEscrowHistory(
  context: CollectContext,
  writer: ObservationWriter,
  chainId: string,
  sources: readonly Source[],
  observedAt: Date,
  most: number,
  said: Set<string>,
): Promise<LiveOutcome> {
  const gaps = await unsearchedSpans(context.client, chainId);
  if (gaps.length === 0) return NOTHING_MORE;
  const allowance = new Allowance(sources, most);
  const reaches = await reachesOf(context, allowance, sources, chainId);
  const search = { context, writer, chainId, allowance, reaches, observedAt };
  let lost = 0;
  all: for (const [index, { from, to }] of gaps.entries()) {
    context.onProgress(index, gaps.length);
    for (let next = from; next <= to; ) {
      context.signal.throwIfAborted();
      const outcome = await searchSpan(search, { from: next, to });
      if (outcome === "spent") break all;
      if ("lost" in outcome) {
        if (!said.has(outcome.lost)) context.log.info({ from: next, to }, outcome.lost);
        said.add(outcome.lost);
        lost += 1;
        if (lost >= MOST_LOST) break all;
        break;
      }
      next = outcome.to + 1;
    }
  }
  return { ...NOTHING_MORE, written: writer.written };
}

/** What each source says of the blocks it has; one that doesn't say proves nothing. */
async function reachesOf(
  context: CollectContext,
  allowance: Allowance,
  sources: readonly Source[],
  chainId: string,
): Promise<Reach[]> {
  const asked = await Promise.all(
    sources.map(async (source): Promise<Reach[]> => {
      const status = allowance.take(source) ? await askStatus(context, source) : null;
      if (status?.outcome !== "told" || status.value.network !== chainId) return [];
      const { earliest_height: from, height: to } = status.value.head;
      return [{ source, from, to }];
    }),
  );
  return asked.flat();
}

interface Search {
  readonly context: CollectContext;
  readonly writer: ObservationWriter;
  readonly chainId: string;
  readonly allowance: Allowance;
  readonly reaches: readonly Reach[];
  readonly observedAt: Date;
}

async function searchSpan(search: Search, span: Span): Promise<Outcome> {
  const { context, writer, chainId, allowance, reaches, observedAt } = search;
  const able = reaches.filter(({ from, to }) => from <= span.from && to >= span.to).map(({ source }) => source);
  if (able.length < 2) return { lost: "less than two sources have the blocks whose escrows are searched: 30 days take as long" };
  if (able.some((source) => allowance.leftOf(source) < 3)) return "spent";
  const answers = await Promise.all(
    able.map(async (source) => ({ source: source.name, said: await searchEscrows(context, allowance, source, span) })),
  );
  const told = answers.flatMap(({ source, said }) => (said === null ? [] : [{ source, said }]));
  const agreed = told.length < 2 ? null : agreedSearch(told);
  if (agreed === null)
    return { lost: "no two sources, or no majority, find the same escrows in their index of transactions: 30 days take as long" };
  if (agreed.odd.length > 0) context.log.warn({ ...span, odd: agreed.odd }, "outvoted on what a search for escrows finds");
  const heights = [...new Set(agreed.txs.map(({ height }) => height))];
  const { times, unknownFrom, why } = await blockTimes(context, allowance, able, chainId, heights);
  const [source = ""] = agreed.by;
  const timed = agreed.txs.filter(({ height }) => unknownFrom === null || height < unknownFrom);
  const { rows, badHeight } = rowsOf(context, timed, times, source);
  const to = Math.min(agreed.to, (unknownFrom ?? Number.POSITIVE_INFINITY) - 1, (badHeight ?? Number.POSITIVE_INFINITY) - 1);
  if (to < span.from) {
    if (badHeight === null && why === "allowance") return "spent";
    return { lost: "what a search for escrows finds can't be read, or no majority tells the time of its block" };
  }
  await writeEscrowRows(writer, rows);
  await writer.flush();
  const counted = {
    openings: count(rows.map(({ openings }) => openings)),
    settlements: count(rows.map(({ settlements }) => settlements)),
  };
  const searched = (same: boolean) => (by: string) => ({
    ...{ source: by, from_height: span.from, to_height: to, same, ...counted },
    observed_at: observedAt.toISOString(),
  });
  await writer.write(ESCROW_SEARCHES, [...agreed.by.map(searched(true)), ...agreed.odd.map(searched(false))]);
  await writer.flush();
  return { to };
}

const count = (lists: readonly (readonly unknown[])[]) => lists.reduce((sum, list) => sum + list.length, 0);
