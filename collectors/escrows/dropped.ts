import { z } from "zod";
import { count, queryRows } from "../../storage/read/query.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import type { Source } from "../http/source.ts";
import { type LiveOutcome, NOTHING_MORE } from "../live/moment.ts";
import { Allowance } from "./allowance.ts";
import { effectiveEpochs, KEPT_EPOCHS, newestOf } from "./epochs.ts";
import { tell } from "./told-escrow.ts";

const id = z.string().transform(BigInt);
const dropped = z.object({ escrow_id: id, creator: z.string(), amount: id, epoch: z.int(), model_id: z.string(), height: count });

/** Nodes keep state for hours, archive nodes for ever: after so many that nobody can tell, older ones are out of reach as well. */
const MOST_LOST = 3;

/**
 * Learns of escrows that the chain has dropped before they were asked for, by asking at the height of the block that opened each: the newest
 * first, and no further than the sources keep state. What is out of reach stays unknown, and is no problem that anybody could solve.
 *
 * @param most requests to one source in this run.
 */
export async function collectDroppedEscrows(
  context: CollectContext,
  writer: ObservationWriter,
  chainId: string,
  sources: readonly Source[],
  most: number,
): Promise<LiveOutcome> {
  const running = newestOf(await effectiveEpochs(context.client, chainId));
  if (running === null) return NOTHING_MORE;
  const allowance = new Allowance(sources, most);
  const wanted = await queryRows(
    context.client,
    dropped,
    `SELECT toString(escrow_id) AS escrow_id, creator, toString(amount) AS amount, epoch, model_id, height FROM escrow_openings AS opening FINAL
     WHERE chain_id = {chain:String} AND epoch <= {last:Int64}
       AND opening.escrow_id NOT IN (SELECT escrow_id FROM escrows WHERE chain_id = {chain:String})
     ORDER BY height DESC, opening.escrow_id LIMIT {most:UInt32}`,
    { chain: chainId, last: running - KEPT_EPOCHS, most: allowance.left },
  );
  let lost = 0;
  for (const one of wanted) {
    if (allowance.left === 0 || lost >= MOST_LOST) break;
    const asked = { escrow_id: one.escrow_id, opening: one, isGuess: false, pinned: one.height };
    if ((await tell(context, writer, allowance, asked)) !== "told") lost += 1;
  }
  await writer.flush();
  return { ...NOTHING_MORE, written: writer.written };
}
