import { HEADERS_PER_CALL } from "../inquiries/comet.ts";

/** Heights from `from` to `to`, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A span that one `blockchain` call can answer. */
export interface Chunk extends Span {
  /** Some of its heights are stored already. */
  readonly partial: boolean;
}

/**
 * The chunks of a range that are still to be asked, lowest first, made as they are needed: a range may be millions of blocks. Chunks start
 * at the range's start and are cut at `bounds`, the heights at which some source's knowledge begins, so that a chunk never reaches below.
 *
 * @param complete spans of whole chunks whose heights are all stored, ascending. @param partial first heights of chunks stored in part.
 */
export function* chunksToAsk(
  range: Span,
  complete: readonly Span[],
  partial: ReadonlySet<number>,
  bounds: readonly number[],
): Generator<Chunk> {
  const cuts = [...new Set(bounds)].filter((height) => height > range.from && height <= range.to).sort((a, b) => a - b);
  let nextComplete = 0;
  let nextCut = 0;
  for (let start = range.from; start <= range.to; start += HEADERS_PER_CALL) {
    const done = complete[nextComplete];
    if (done && start >= done.from) {
      nextComplete += 1;
      start = done.to + 1 - HEADERS_PER_CALL;
      continue;
    }
    const end = Math.min(start + HEADERS_PER_CALL - 1, range.to);
    let from = start;
    while ((cuts[nextCut] ?? Number.POSITIVE_INFINITY) <= end) {
      const cut = cuts[nextCut++];
      if (cut === undefined || cut <= from) continue;
      yield { from, to: cut - 1, partial: partial.has(start) };
      from = cut;
    }
    yield { from, to: end, partial: partial.has(start) };
  }
}

/** Spans joined where they touch, ascending. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && from <= last.to + 1) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else joined.push({ from, to });
  }
  return joined;
}

/** How many heights spans without overlap hold. */
export const heightsIn = (spans: Iterable<Span>): number => {
  let sum = 0;
  for (const { from, to } of spans) sum += to - from + 1;
  return sum;
};
