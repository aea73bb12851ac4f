import type { Question } from "../../../storage/facts/topics.ts";
import type { CollectContext } from "../../context.ts";
import type { Decoded } from "../../decode/decoded.ts";
import type { Page } from "../../decode/live-answer.ts";
import type { Source } from "../../http/source.ts";
import { ask, type Reply } from "../../inquiry.ts";
import type { Pin } from "../pinned.ts";

/** More than any list of this chain has (200,000 participants): a node that goes on lies, or its list must be asked another way. */
const MOST_PAGES = 200;

/** A question whose answer comes in pages. */
export interface PagedInquiry<T> {
  readonly question: Question;
  /** The path's template, for metrics. */
  readonly route: string;
  /** From "/", without a query. */
  readonly path: string;
  readonly pageSize: number;
  readonly decode: (body: unknown) => Decoded<Page<T>>;
  /** What an item is known by: a list that has one twice can't be told which is true. */
  readonly keyOf: (item: T) => string;
}

/**
 * Asks one source for a whole list, page by page, all at the pinned height. A page that can't be told, a list that goes in circles or
 * doesn't end, or an item on two pages makes the whole list unknown: half a list is no answer.
 */
export async function askPages<T>(
  context: CollectContext,
  source: Source,
  inquiry: PagedInquiry<T>,
  pin: Pin,
): Promise<Reply<readonly T[]>> {
  const { question, route, path, pageSize, decode, keyOf } = inquiry;
  const items = new Map<string, T>();
  const keys = new Set<string>();
  let next = "";
  for (let page = 1; page <= MOST_PAGES; page++) {
    const query = `pagination.limit=${pageSize}${next === "" ? "" : `&pagination.key=${encodeURIComponent(next)}`}`;
    const asked = { question, route, path: `${path}?${query}`, decode, rows: () => [] };
    const reply = await ask(context, source, asked, pin.height);
    if (reply.outcome === "unknown") return { outcome: "unknown", detail: `page ${page}: ${reply.detail}` };
    if (reply.outcome === "absent")
      return page === 1 ? reply : { outcome: "unknown", detail: `page ${page} does not exist, and the page before names it` };
    for (const item of reply.value.items) {
      const key = keyOf(item);
      if (items.has(key)) return { outcome: "unknown", detail: `page ${page}: ${key} was on an earlier page` };
      items.set(key, item);
    }
    next = reply.value.nextKey;
    if (next === "") return { outcome: "told", value: [...items.values()], height: pin.height };
    if (keys.has(next)) return { outcome: "unknown", detail: `page ${page} names an earlier page as the next one` };
    keys.add(next);
  }
  return { outcome: "unknown", detail: `more than ${MOST_PAGES} pages` };
}
