import { BLOCKS } from "../storage/facts/tables.ts";
import { BatchWriter } from "../storage/write/batch-writer.ts";
import { chunksToAsk, heightsIn, joinSpans, type Span } from "./blocks/chunks.ts";
import { type BrokenLink, brokenLinks } from "./blocks/links.ts";
import { readStored, withoutStored } from "./blocks/stored.ts";
import { type Open, type Worker, WorkList } from "./blocks/work-list.ts";
import type { CollectContext } from "./context.ts";
import type { Source } from "./http/source.ts";
import { askHeaders, askStatus } from "./inquiries/comet.ts";

/** Requests under way to one source. */
export const REQUESTS_PER_SOURCE = 4;
/** A source that can't tell this many chunks in a row is not asked again in this run: down, banned, or with a hole in its blocks. */
const PATIENCE = 25;

/** What a backfill of blocks did. */
export interface BlocksOutcome {
  readonly rows_written: number;
  /** Heights of the range that were stored before. */
  readonly rows_unchanged: number;
  /** Heights of the range that no source could tell. */
  readonly missing: readonly Span[];
  /** Questions that no source could answer. */
  readonly errors: number;
  /** Stored blocks that contradict each other, in the range and at its ends. */
  readonly broken_links: readonly BrokenLink[];
}

/** A source with the heights it says it has. */
interface Asked extends Worker {
  readonly source: Source;
}

/**
 * Collects the block headers of a range (CometBFT `blockchain`, 20 a call) from all sources at once, each height from one of them. Chunks
 * that are stored whole are not asked again; what was fetched before an error or an abort is stored.
 *
 * @throws the signal's reason when aborted, or the first error of storage.
 */
export async function collectBlocks(
  context: CollectContext,
  chainId: string,
  sources: readonly Source[],
  range: Span,
): Promise<BlocksOutcome> {
  const { client, signal, log, onProgress } = context;
  const [stored, asked] = await Promise.all([readStored(client, chainId, range), askReach(context, chainId, sources)]);
  const bounds = asked.flatMap(({ floor, ceiling }) => [floor, ceiling + 1]);
  const list = new WorkList(chunksToAsk(range, stored.complete, stored.partial, bounds), asked, PATIENCE);
  const writer = new BatchWriter(client);
  const total = heightsIn([range]);
  let done = heightsIn(stored.complete);
  onProgress(done, total);

  const answer = async (worker: Asked, open: Open): Promise<void> => {
    const { chunk } = open;
    const reply = await askHeaders(context, worker.source, chunk.from, chunk.to, chainId);
    if (reply.outcome !== "told") {
      const detail = reply.outcome === "unknown" ? reply.detail : "not found";
      const givenUp = list.failed(worker, open);
      if (givenUp)
        log.warn(
          { source: worker.name, detail },
          `the source could not tell ${PATIENCE} times in a row: not asked for more blocks`,
        );
      return;
    }
    const rows = chunk.partial ? await withoutStored(client, chainId, reply.value) : reply.value;
    await writer.writeRows(BLOCKS, { chain_id: chainId, source: worker.name }, rows);
    done += chunk.to - chunk.from + 1;
    list.done(worker);
    onProgress(done, total);
  };
  const work = async (worker: Asked): Promise<void> => {
    try {
      for (let open = await list.take(worker); open; open = await list.take(worker)) {
        signal.throwIfAborted();
        await answer(worker, open);
      }
    } catch (error) {
      list.close();
      throw error;
    }
  };

  const lines = asked.flatMap((worker) => Array.from({ length: REQUESTS_PER_SOURCE }, () => work(worker)));
  const ended = await Promise.allSettled(lines);
  await writer.flush();
  for (const line of ended) if (line.status === "rejected") throw line.reason;

  const unanswered = [...list.rest()];
  const missing = joinSpans(unanswered);
  if (missing.length > 0) log.warn({ missing: missing.slice(0, 20) }, `${heightsIn(missing)} blocks could be told by no source`);
  const broken_links = await brokenLinks(client, chainId, range);
  for (const link of broken_links.slice(0, 20)) log.warn(link, "stored blocks contradict each other");
  if (broken_links.length > 20) log.warn({ broken: broken_links.length }, "more stored blocks contradict each other");
  return { rows_written: writer.written, rows_unchanged: stored.heights, missing, errors: unanswered.length, broken_links };
}

/** What each source says of how far it reaches; one that doesn't say is asked for everything. */
async function askReach(context: CollectContext, chainId: string, sources: readonly Source[]): Promise<Asked[]> {
  const asked = await Promise.all(
    sources.map(async (source): Promise<Asked | null> => {
      const status = await askStatus(context, source);
      if (status.outcome !== "told") return { source, name: source.name, floor: 1, ceiling: Number.MAX_SAFE_INTEGER - 1 };
      const { head, network } = status.value;
      if (network === chainId) return { source, name: source.name, floor: head.earliest_height, ceiling: head.height };
      context.log.warn(
        { source: source.name, network, expected: chainId },
        "the source serves another chain: not asked for blocks",
      );
      return null;
    }),
  );
  return asked.filter((one) => one !== null);
}
