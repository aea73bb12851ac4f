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

const stretch = z.object({ from: count.nullable(), to: count.nullable() });

/** The heights between which the stream has stored every block, or null before its first. */
async function readStretch(client: ClickHouseClient, chain: string): Promise<Span | null> {
  const query = `SELECT minOrNull(from_height) AS from, maxOrNull(to_height) AS to
    FROM block_sightings WHERE chain_id = {chain:String} AND same`;
  const [{ from, to } = { from: null, to: null }] = await queryRows(client, stretch, query, { chain });
  return from === null || to === null ? null : { from, to };
}

/**
 * How much of a run's requests goes back. Of a run that is limited to a handful it is none yet: the first hour already wants as much of a
 * source as it allows, and older blocks bring their transactions with them.
 */
const OLDER_SHARE = 1 / 10;

export interface BlockStreamOptions {
  readonly context: CollectContext;
  readonly writer: ObservationWriter;
  readonly chainId: string;
  readonly sources: readonly Source[];
  /** The head that the sources agree on. */
  readonly head: number;
  /** Where the stream should begin; null: not known yet. It may move back when earlier epochs become known. */
  readonly firstHeight: () => Promise<number | null>;
  /** Most requests to one source in this run: a source's budget is for more than blocks. */
  readonly mostRequests: number;
}

/**
 * Follows the chain's block headers: every source tells each block, what most of them tell alike is stored, and who told it. Goes on
 * where the last run ended, and then back to where the stream should begin: the epochs that say so become known one by one. Where no
 * majority tells the next blocks it waits there, so that the stretch it has stored has no hole.
 *
 * @returns the height reached, and how many blocks were stored; null where nobody knows yet at which block to begin.
 */
export async function followBlocks(
  options: BlockStreamOptions,
): Promise<{ readonly reached: number; readonly stored: number } | null> {
  const { context, chainId, head, firstHeight, mostRequests } = options;
  const [known, first] = [await readStretch(context.client, chainId), await firstHeight()];
  const start = known?.from ?? first;
  if (start === null) return null;
  const newer = upwards((known?.to ?? start - 1) + 1, head, mostRequests);
  const added = await storeAll(options, newer);
  const older = first === null || !added.whole ? [] : downwards(start - 1, first, Math.floor(mostRequests * OLDER_SHARE));
  const before = await storeAll(options, older);
  return { reached: added.last?.to ?? known?.to ?? start - 1, stored: added.stored + before.stored };
}

/** Stores spans that each touch the one before, in rounds, up to the first that no majority tells. */
async function storeAll(options: BlockStreamOptions, spans: readonly Span[]) {
  let [stored, last]: [number, Span | null] = [0, null];
  for (let done = 0; done < spans.length; done += CHUNKS_A_ROUND) {
    options.context.signal.throwIfAborted();
    const round = spans.slice(done, done + CHUNKS_A_ROUND);
    const told = await pMap(round, (span) => askAll(options, span), { concurrency: CHUNKS_AT_ONCE });
    const hole = told.indexOf(null);
    const usable = told.slice(0, hole < 0 ? told.length : hole).filter((one) => one !== null);
    await store(options, usable);
    stored += usable.reduce((sum, { rows }) => sum + rows.length, 0);
    last = round[usable.length - 1] ?? last;
    options.context.onProgress(done + usable.length, spans.length);
    if (hole >= 0) return { stored, last, whole: false };
  }
  return { stored, last, whole: true };
}

function upwards(from: number, to: number, most: number): Span[] {
  const spans: Span[] = [];
  for (let start = from; start <= to && spans.length < most; start += HEADERS_PER_CALL)
    spans.push({ from: start, to: Math.min(start + HEADERS_PER_CALL - 1, to) });
  return spans;
}

function downwards(from: number, to: number, most: number): Span[] {
  const spans: Span[] = [];
  for (let end = from; end >= to && spans.length < most; end -= HEADERS_PER_CALL)
    spans.push({ from: Math.max(end - HEADERS_PER_CALL + 1, to), to: end });
  return spans;
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
