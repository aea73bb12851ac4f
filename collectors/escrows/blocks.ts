import { z } from "zod";
import { count, isoTime, queryRows } from "../../storage/read/query.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import type { Source } from "../http/source.ts";
import { collectTransactions } from "../transactions/collect.ts";
import { CREATE_ESCROW, SETTLE_ESCROW } from "../transactions/escrow-messages.ts";

const block = z.object({ height: count, time: z.string().transform(isoTime) });

/** `{chain:String}` and `{settle:String}`: transactions that may have settled an escrow, and whose settlement is not stored whole. */
export const UNREAD_SETTLEMENTS = `has(message_types, {settle:String}) AND ifNull(code, 0) = 0 AND (height, tx_index) NOT IN (
    SELECT height, tx_index FROM settlements
    WHERE chain_id = {chain:String} AND escrow_id IN (SELECT escrow_id FROM settlement_slots WHERE chain_id = {chain:String}))`;

const UNREAD_OPENINGS = `has(message_types, {create:String}) AND ifNull(code, 0) = 0
  AND height NOT IN (SELECT height FROM escrow_openings WHERE chain_id = {chain:String})`;

/**
 * Reads blocks again whose transactions are stored and which opened or settled escrows of which nothing is: those stored before escrows
 * were read, those whose results no source told, and what a run that was killed left behind. Oldest first.
 *
 * @param most blocks in this run: two requests each, spread over the sources.
 * @param looked heights read again since the service began; added to. One with an escrow that makes no sense leaves no row.
 */
export async function collectEscrowBlocks(
  context: CollectContext,
  writer: ObservationWriter,
  chainId: string,
  sources: readonly Source[],
  most: number,
  looked: Set<number>,
): Promise<{ readonly done: number; readonly failed: number }> {
  const found = await queryRows(
    context.client,
    block,
    // Not FINAL: a replaced row costs a look at most.
    `SELECT height, toString(any(time)) AS time FROM transactions
     WHERE chain_id = {chain:String} AND ((${UNREAD_SETTLEMENTS}) OR (${UNREAD_OPENINGS}))
     GROUP BY height ORDER BY height LIMIT {most:UInt32}`,
    { chain: chainId, settle: SETTLE_ESCROW, create: CREATE_ESCROW, most: most + looked.size },
  );
  const pending = found.filter(({ height }) => !looked.has(height)).slice(0, most);
  const { done, failed } = await collectTransactions(context, writer, sources, pending);
  await writer.flush();
  for (const height of done) looked.add(height);
  return { done: done.length, failed: failed.length };
}
