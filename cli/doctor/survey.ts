import type { CollectContext } from "../../collectors/context.ts";
import { createHttpClient, type HttpClient, type RequestEvent } from "../../collectors/http/client.ts";
import { askStatus } from "../../collectors/inquiries/comet.ts";
import { type Survey, surveySources } from "../../collectors/network.ts";
import type { HeadRow } from "../../storage/facts/rows.ts";

/** A node that answers later than this is as good as gone for whoever waits in front of the screen; the collectors wait 15 s. */
const PATIENCE_MS = 8000;

/** How the requests of this look went, by source and route. */
export class Journal {
  readonly #last = new Map<string, RequestEvent>();

  note(event: RequestEvent): void {
    this.#last.set(`${event.source} ${event.route}`, event);
  }

  /** The newest request to a route of a source; undefined where there was none. */
  last(source: string, route: string): RequestEvent | undefined {
    return this.#last.get(`${source} ${route}`);
  }
}

/** The client of one look: one repetition at most, so that a hanging node costs seconds. */
export function lookingClient(
  { rateLimit, allowPrivateHosts }: { readonly rateLimit: boolean; readonly allowPrivateHosts: boolean },
  journal: Journal,
): HttpClient {
  return createHttpClient({
    rateLimit,
    allowPrivateHosts,
    timeoutMs: PATIENCE_MS,
    retry: { maxRetries: 1, initialDelayMs: 200, maxDelayMs: 1000, maxRetryAfterMs: 0 },
    onRequest: (event) => journal.note(event),
  });
}

/** The head that a source told. */
export interface ToldHead extends HeadRow {
  readonly source: string;
  /** When it was told, ISO 8601 on the wall's clock. */
  readonly observed_at: string;
}

/** Everybody's status now, and once more where somebody's head is far from the others'. */
export interface Sighted {
  readonly survey: Survey;
  /** Heads of the sources of our chain. */
  readonly first: readonly ToldHead[];
  /** The same, all asked after the first were told; null where the first raise no question. */
  readonly second: readonly ToldHead[] | null;
}

/** Heads this far apart are looked at twice: an honest node may be asked a moment later. Blocks. */
export const WORTH_A_LOOK_BLOCKS = 3;
const WORTH_A_LOOK_MS = 60_000;

/** Asks every source for its status. @param chain what the data belongs to; null: not yet known. */
export async function lookAtSources(context: CollectContext, chain: string | null): Promise<Sighted> {
  const survey = await surveySources(context, chain);
  const observed_at = new Date().toISOString();
  const first = survey.surveyed.flatMap(({ source, status }) =>
    status.outcome === "told" && survey.usable.includes(source)
      ? [{ ...status.value.head, source: source.name, observed_at }]
      : [],
  );
  return { survey, first, second: areApart(first) ? await askAgain(context, first) : null };
}

function areApart(heads: readonly ToldHead[]): boolean {
  const heights = heads.map(({ height }) => height);
  const times = heads.map(({ time }) => Date.parse(time));
  const isContradicted = heads.some((a) => heads.some((b) => a.height === b.height && a.time !== b.time));
  const spread = (numbers: readonly number[]) => Math.max(...numbers) - Math.min(...numbers);
  return isContradicted || spread(heights) > WORTH_A_LOOK_BLOCKS || spread(times) > WORTH_A_LOOK_MS;
}

async function askAgain(context: CollectContext, before: readonly ToldHead[]): Promise<ToldHead[]> {
  const asked = context.sources.filter(({ name }) => before.some(({ source }) => source === name));
  const replies = await Promise.all(asked.map(async (source) => ({ source, status: await askStatus(context, source) })));
  const observed_at = new Date().toISOString();
  return replies.flatMap(({ source, status }) =>
    status.outcome === "told" ? [{ ...status.value.head, source: source.name, observed_at }] : [],
  );
}
