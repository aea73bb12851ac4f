import pMap from "p-map";
import type { Told } from "../../../chain/majority.ts";
import type { BlockRow } from "../../../storage/facts/rows.ts";
import type { Span } from "../../blocks/chunks.ts";
import type { CollectContext } from "../../context.ts";
import type { Source } from "../../http/source.ts";
import { askHeaders, HEADERS_PER_CALL, saidOfHeaders } from "../../inquiries/comet.ts";
import type { Allowance } from "../allowance.ts";
import { confirmed } from "./vote.ts";

const AT_ONCE = 4;

/** Times of blocks, RFC 3339 with all their decimals, and from which of the wanted heights on none is known. */
export interface Times {
  readonly times: ReadonlyMap<number, string>;
  /** The first height that was not told; null where all were. */
  readonly unknownFrom: number | null;
  /** Why: no request was left, or the sources didn't tell alike. */
  readonly why: "allowance" | "sources" | null;
}

/**
 * Asks for the times of blocks, which an index of transactions doesn't tell: headers of neighbouring heights in one request, of two sources
 * in turn, and of the others where those don't tell alike.
 *
 * @param heights ascending, each once.
 */
export async function blockTimes(
  context: CollectContext,
  allowance: Allowance,
  sources: readonly Source[],
  chainId: string,
  heights: readonly number[],
): Promise<Times> {
  const chunks: { readonly span: Span; readonly pair: readonly Source[]; readonly others: readonly Source[] }[] = [];
  let short: number | null = null;
  for (const [index, span] of chunksOf(heights).entries()) {
    const first = index % Math.max(1, sources.length);
    const inTurn = [...sources.slice(first), ...sources.slice(0, first)];
    const [pair, others] = [inTurn.slice(0, 2), inTurn.slice(2)];
    if (!pair.map((source) => allowance.take(source)).every(Boolean)) {
      short = span.from;
      break;
    }
    chunks.push({ span, pair, others });
  }
  const askEach = async (asked: readonly Source[], { from, to }: Span) => {
    const ask = async (source: Source): Promise<Told<readonly BlockRow[]>[]> => {
      const reply = await askHeaders(context, source, from, to, chainId);
      return reply.outcome === "told" ? [{ source: source.name, said: reply.value }] : [];
    };
    return (await Promise.all(asked.map(ask))).flat();
  };
  const times = new Map<number, string>();
  let untold: number | null = null;
  await pMap(
    chunks,
    async ({ span, pair, others }) => {
      const told = await askEach(pair, span);
      const rest = others.filter((source) => agreedHeaders(told) === null && allowance.take(source));
      const agreed = agreedHeaders([...told, ...(await askEach(rest, span))]);
      if (agreed === null) untold = Math.min(untold ?? span.from, span.from);
      else for (const { height, time } of agreed.said) times.set(height, time);
    },
    { concurrency: AT_ONCE },
  );
  if (untold !== null) return { times, unknownFrom: untold, why: "sources" };
  return { times, unknownFrom: short, why: short === null ? null : "allowance" };
}

const agreedHeaders = (told: readonly Told<readonly BlockRow[]>[]) => confirmed(told, saidOfHeaders);

function chunksOf(heights: readonly number[]): Span[] {
  const chunks: { from: number; to: number }[] = [];
  for (const height of heights) {
    const last = chunks.at(-1);
    if (last && height < last.from + HEADERS_PER_CALL) last.to = height;
    else chunks.push({ from: height, to: height });
  }
  return chunks;
}
