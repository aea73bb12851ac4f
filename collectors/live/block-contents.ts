import { z } from "zod";
import { count, isoTime, queryRows } from "../../storage/read/query.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import type { Source } from "../http/source.ts";
import { collectTransactions } from "../transactions/collect.ts";
import { collectSignatures } from "../transactions/signatures.ts";

const block = z.object({ height: count, time: z.string().transform(isoTime) });

/**
 * Fetches the transactions of stored blocks that have some and of which none are stored, oldest first, and the results of blocks in which
 * a host was excluded (its slash is an event of that block).
 *
 * @param most blocks in this run: two requests each, spread over the sources.
 * @param looked exclusion heights whose results were looked at since the service began; added to. A block without a slash leaves no row.
 */
export async function collectBlockContents(
  context: CollectContext,
  writer: ObservationWriter,
  chainId: string,
  sources: readonly Source[],
  most: number,
  looked: Set<number>,
): Promise<{ readonly done: number; readonly failed: number }> {
  const pending = await queryRows(
    context.client,
    block,
    `SELECT height, any(time) AS time FROM blocks
     WHERE chain_id = {chain:String} AND num_txs > 0
       AND height >= (SELECT min(from_height) FROM block_sightings WHERE chain_id = {chain:String})
       AND height NOT IN (SELECT height FROM transactions WHERE chain_id = {chain:String})
     GROUP BY height ORDER BY height LIMIT {most:UInt32}`,
    { chain: chainId, most },
  );
  const slashed = await queryRows(
    context.client,
    block,
    `SELECT block.height AS height, any(block.time) AS time
     FROM (SELECT DISTINCT height FROM exclusions WHERE chain_id = {chain:String}) AS excluded
     INNER JOIN (SELECT height, time FROM blocks WHERE chain_id = {chain:String}) AS block ON block.height = excluded.height
     WHERE block.height NOT IN (SELECT height FROM slashes WHERE chain_id = {chain:String}) AND NOT has({looked:Array(UInt64)}, block.height)
     GROUP BY height ORDER BY height DESC LIMIT 5`,
    { chain: chainId, looked: [...looked] },
  );
  const { done, failed } = await collectTransactions(context, writer, sources, [...pending, ...slashed]);
  await writer.flush();
  const told = new Set(done);
  for (const { height } of slashed) if (told.has(height)) looked.add(height);
  return { done: done.length, failed: failed.length };
}

/** One block in this many is sampled for who signed it: `/commit` is one request a block. */
const SAMPLE_EVERY = 20;

/** Samples the signatures of the newest stored blocks. @param most blocks in this run. */
export async function collectSampledSignatures(
  context: CollectContext,
  writer: ObservationWriter,
  chainId: string,
  sources: readonly Source[],
  most: number,
): Promise<number> {
  const heights = await queryRows(
    context.client,
    z.object({ height: count }),
    `SELECT DISTINCT height FROM blocks
     WHERE chain_id = {chain:String} AND height % ${SAMPLE_EVERY} = 0
       AND height > (SELECT ifNull(max(height), 0) FROM block_signatures WHERE chain_id = {chain:String})
     ORDER BY height DESC LIMIT {most:UInt32}`,
    { chain: chainId, most },
  );
  await collectSignatures(
    context,
    writer,
    sources,
    heights.map(({ height }) => height),
  );
  await writer.flush();
  return heights.length;
}
