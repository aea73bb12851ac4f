import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, count, NOW, queryRows } from "../../../storage/read/query.ts";
import { joinSpans, type Span } from "../../blocks/chunks.ts";
import { firstBlock } from "../../live/first-block.ts";

/**
 * Methods look 30 days back from the start of an epoch that is over, less than a day before the newest one's. One epoch more shows that what
 * was found begins before: escrows are numbered, and the one before the first that is known may have been missed.
 */
const DAYS = 32;

const stream = z.object({ first: count.nullable() });
const span = z.object({ from: count, to: count });

/** Heights within some, both included, in which no span lies. */
export function gapsIn({ from, to }: Span, spans: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let next = from;
  for (const one of joinSpans(spans)) {
    if (one.to < next || one.from > to) continue;
    if (one.from > next) gaps.push({ from: next, to: one.from - 1 });
    next = one.to + 1;
  }
  if (next <= to) gaps.push({ from: next, to });
  return gaps;
}

/** Spans that were searched for escrows, as most of those that searched them found. */
export const searchedSpans = (client: ClickHouseClient, chain: string): Promise<Span[]> =>
  queryRows(
    client,
    span,
    "SELECT DISTINCT from_height AS from, to_height AS to FROM escrow_searches FINAL WHERE chain_id = {chain:String} AND same ORDER BY from",
    { chain },
  );

/**
 * Heights of the last 30 days that lie before the first block of the stream, in epochs that the sources agree on, and that were not searched
 * yet: the newest epoch first, within it the lowest height. None while no block is stored.
 */
export async function unsearchedSpans(client: ClickHouseClient, chain: string): Promise<Span[]> {
  const [stored] = await queryRows(
    client,
    stream,
    "SELECT minOrNull(from_height) AS first FROM block_sightings WHERE chain_id = {chain:String} AND same",
    { chain },
  );
  const before = stored?.first ?? null;
  const first = before === null ? null : await firstBlock(client, chain, Number.MAX_SAFE_INTEGER, DAYS);
  if (before === null || first === null) return [];
  const epochs = await queryRows(
    client,
    span,
    `SELECT effective_height AS from, least(last_height, {before:UInt64} - 1) AS to FROM epoch_times(${AT})
     WHERE effective_height >= {first:UInt64} AND effective_height < {before:UInt64} AND last_height > 0 ORDER BY from DESC`,
    { ...at(chain, NOW), first: first.height, before },
  );
  const searched = await searchedSpans(client, chain);
  return epochs.flatMap((epoch) => gapsIn(epoch, searched));
}
