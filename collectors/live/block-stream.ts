import type { ClickHouseClient } from "@clickhouse/client";
import pMap from "p-map";
import { z } from "zod";
import { majority } from "../../chain/majority.ts";
import type { BlockSightingRow } from "../../storage/facts/observed-rows.ts";
import type { BlockRow } from "../../storage/facts/rows.ts";
import { BLOCK_SIGHTINGS, BLOCKS } from "../../storage/facts/tables.ts";
import { count, queryRows } from "../../storage/read/query.ts";
import { BatchWriter } from "../../storage/write/batch-writer.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { Span } from "../blocks/chunks.ts";
import type { CollectContext } from "../context.ts";
import type { Source } from "../http/source.ts";
import { askHeaders, HEADERS_PER_CALL, saidOfHeaders } from "../inquiries/comet.ts";

/** Chunks asked at a time while catching up. */
const CHUNKS_AT_ONCE = 8;
/** Chunks stored at a time: each round is two inserts. */
const CHUNKS_A_ROUND = 64;

const reached = z.object({ height: count.nullable() });

/** The height up to which the stream has stored every block, or null before its first. */
async function readReached(client: ClickHouseClient, chain: string): Promise<number | null> {
  const query = "SELECT maxOrNull(to_height) AS height FROM block_sightings WHERE chain_id = {chain:String} AND same";
  const [row] = await queryRows(client, reached, query, { chain });
  return row?.height ?? null;
}

export interface BlockStreamOptions {
  readonly context: CollectContext;
  readonly writer: ObservationWriter;
  readonly chainId: string;
  readonly sources: readonly Source[];
  /** The head that the sources agree on. */
  readonly head: number;
  /** Where the stream begins when nothing is stored of it; null: not known yet. */
  readonly firstHeight: () => Promise<number | null>;
  /** Most requests to one source in this run: a source's budget is for more than blocks. */
  readonly mostRequests: number;
}

/**
 * Follows the chain's block headers: every source tells each block, what most of them tell alike is stored, and who told it. Goes on
 * where the last run ended; where no majority tells the next blocks it waits there, so that the stretch it has stored has no hole.
 *
 * @returns the height reached, and how many blocks were stored; null where nobody knows yet at which block to begin.
 */
export async function followBlocks(
  options: BlockStreamOptions,
): Promise<{ readonly reached: number; readonly stored: number } | null> {
  const { context, chainId, head, firstHeight, mostRequests } = options;
  const before = await readReached(context.client, chainId);
  const first = before === null ? await firstHeight() : before + 1;
  if (first === null) return null;
  let at = first - 1;
  let stored = 0;
  for (let asked = 0; asked < mostRequests && at < head; asked += CHUNKS_A_ROUND) {
    context.signal.throwIfAborted();
    const chunks = chunksFrom(at + 1, head, Math.min(CHUNKS_A_ROUND, mostRequests - asked));
    const told = await pMap(chunks, (chunk) => askAll(options, chunk), { concurrency: CHUNKS_AT_ONCE });
    const usable: Agreed[] = [];
    for (const one of told) {
      if (one === null) break;
      usable.push(one);
    }
    await store(options, usable);
    stored += usable.reduce((sum, { rows }) => sum + rows.length, 0);
    at = usable.at(-1)?.rows.at(-1)?.height ?? at;
    context.onProgress(at, head);
    if (usable.length < chunks.length) break;
  }
  return { reached: at, stored };
}

function chunksFrom(from: number, to: number, most: number): Span[] {
  const chunks: Span[] = [];
  for (let start = from; start <= to && chunks.length < most; start += HEADERS_PER_CALL)
    chunks.push({ from: start, to: Math.min(start + HEADERS_PER_CALL - 1, to) });
  return chunks;
}

interface Agreed {
  readonly rows: readonly BlockRow[];
  /** The source whose rows they are. */
  readonly source: string;
  readonly sightings: readonly BlockSightingRow[];
}

/** What most of the sources that could tell say of a span; null where none could, or there is no majority. */
async function askAll({ context, sources, chainId }: BlockStreamOptions, { from, to }: Span): Promise<Agreed | null> {
  const told = await Promise.all(
    sources.map(async (source) => ({ source: source.name, reply: await askHeaders(context, source, from, to, chainId) })),
  );
  context.signal.throwIfAborted();
  const heard = told.flatMap(({ source, reply }) => (reply.outcome === "told" ? [{ source, said: reply.value }] : []));
  if (heard.length === 0) return null;
  const most = majority(heard, saidOfHeaders);
  const [source] = most?.by ?? [];
  if (most === null || source === undefined) {
    context.log.warn({ from, to }, "the sources differ on block headers without a majority: disputed, asked again later");
    return null;
  }
  const { said: rows, by, odd } = most;
  if (odd.length > 0) context.log.warn({ from, to, odd }, "outvoted on block headers");
  const sighting = (same: boolean) => (teller: string) => ({ source: teller, from_height: from, to_height: to, same });
  return { rows, source, sightings: [...by.map(sighting(true)), ...odd.map(sighting(false))] };
}

/** Blocks first, then who told them: what a crash cuts off is asked again. */
async function store({ context, writer, chainId }: BlockStreamOptions, told: readonly Agreed[]): Promise<void> {
  const blocks = new BatchWriter(context.client);
  for (const { rows, source } of told) await blocks.writeRows(BLOCKS, { chain_id: chainId, source }, rows);
  await blocks.flush();
  await writer.write(
    BLOCK_SIGHTINGS,
    told.flatMap(({ sightings }) => sightings),
  );
  await writer.flush();
}
