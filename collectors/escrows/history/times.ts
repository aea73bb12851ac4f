import pMap from "p-map";
import type { Span } from "../../blocks/chunks.ts";
import type { CollectContext } from "../../context.ts";
import type { Source } from "../../http/source.ts";
import { askHeaders, HEADERS_PER_CALL } from "../../inquiries/comet.ts";
import type { Allowance } from "../allowance.ts";
import { majority } from "./vote.ts";

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
 * Asks for the times of blocks, which an index of transactions doesn't tell: headers of neighbouring heights in one request, of every
 * source, and what most of them say.
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
  const chunks: Span[] = [];
  let short: number | null = null;
  for (const { from, to } of chunksOf(heights)) {
    if (!sources.map((source) => allowance.take(source)).every(Boolean)) {
      short = from;
      break;
    }
    chunks.push({ from, to });
  }
  const times = new Map<number, string>();
  let untold: number | null = null;
  await pMap(
    chunks,
    async ({ from, to }) => {
      const replies = await Promise.all(
        sources.map(async (source) => ({ source, reply: await askHeaders(context, source, from, to, chainId) })),
      );
      const told = replies.flatMap(({ source, reply }) =>
        reply.outcome === "told" ? [{ source: source.name, said: reply.value }] : [],
      );
      const agreed = majority(told, (rows) => rows.map(({ height, hash, time }) => `${height} ${hash} ${time}`).join("\n"));
      if (agreed === null) untold = Math.min(untold ?? from, from);
      else for (const { height, time } of agreed.said) times.set(height, time);
    },
    { concurrency: AT_ONCE },
  );
  if (untold !== null) return { times, unknownFrom: untold, why: "sources" };
  return { times, unknownFrom: short, why: short === null ? null : "allowance" };
}

function chunksOf(heights: readonly number[]): Span[] {
  const chunks: { from: number; to: number }[] = [];
  for (const height of heights) {
    const last = chunks.at(-1);
    if (last && height < last.from + HEADERS_PER_CALL) last.to = height;
    else chunks.push({ from: height, to: height });
  }
  return chunks;
}
