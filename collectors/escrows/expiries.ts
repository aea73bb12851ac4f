import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { ESCROW_EXPIRIES } from "../../storage/facts/tables.ts";
import { count, queryRows } from "../../storage/read/query.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { Span } from "../blocks/chunks.ts";
import type { CollectContext } from "../context.ts";
import { ask } from "../inquiry.ts";
import { SETTLE_ESCROW } from "../transactions/escrow-messages.ts";
import type { Allowance } from "./allowance.ts";
import { UNREAD_SETTLEMENTS } from "./blocks.ts";
import { KEPT_EPOCHS, newestOf } from "./epochs.ts";
import { gapsIn, searchedSpans } from "./history/spans.ts";
import { escrowInquiry } from "./questions.ts";

const candidate = z.object({ escrow_id: z.string().transform(BigInt), epoch: z.int(), height: count });
type Candidate = z.infer<typeof candidate>;

/**
 * Notes escrows that the chain dropped without a settlement. That takes three things: its time is over by the epochs, every transaction
 * from its opening to that moment is read, or was searched for, and none settled it, and a source that is past that moment doesn't have it any more.
 */
export async function collectExpiries(
  context: CollectContext,
  writer: ObservationWriter,
  chain: string,
  allowance: Allowance,
  epochs: ReadonlyMap<number, number>,
  observedAt: Date,
): Promise<void> {
  const running = newestOf(epochs);
  if (running === null || allowance.left === 0) return;
  const open = await queryRows(
    context.client,
    candidate,
    `SELECT toString(escrow_id) AS escrow_id, epoch, height FROM escrow_openings AS opening FINAL
     WHERE chain_id = {chain:String} AND epoch <= {last:Int64}
       AND opening.escrow_id NOT IN (SELECT escrow_id FROM settlements WHERE chain_id = {chain:String})
       AND opening.escrow_id NOT IN (SELECT escrow_id FROM escrow_expiries WHERE chain_id = {chain:String})
     ORDER BY epoch DESC, opening.escrow_id LIMIT {most:UInt32}`,
    { chain, last: running - KEPT_EPOCHS, most: allowance.left },
  );
  for (const epoch of new Set(open.map((one) => one.epoch))) {
    const those = open.filter((one) => one.epoch === epoch);
    const dropped = epochs.get(epoch + KEPT_EPOCHS);
    if (dropped === undefined) continue;
    const first = Math.min(...those.map(({ height }) => height));
    if (await isAllRead(context.client, chain, first, dropped))
      for (const one of those) await noteExpiry(context, writer, allowance, one, dropped, observedAt);
  }
}

/** Asks until a source that is past the height at which the escrow is dropped says that it doesn't have it. */
async function noteExpiry(
  context: CollectContext,
  writer: ObservationWriter,
  allowance: Allowance,
  { escrow_id, epoch }: Candidate,
  dropped: number,
  observedAt: Date,
): Promise<void> {
  for (const source of allowance.inTurn()) {
    if (!allowance.take(source)) continue;
    const reply = await ask(context, source, escrowInquiry(escrow_id));
    if (reply.outcome !== "told" || reply.value !== null || reply.height === null || reply.height <= dropped) continue;
    const row = { escrow_id, epoch, seen_height: reply.height, observed_at: observedAt.toISOString(), source: source.name };
    return writer.write(ESCROW_EXPIRIES, [row]);
  }
}

const reading = z.object({ blocks: count, lacking: count, unread: count });

/** Whether every block of a span was searched for settlements, or is stored with its transactions and every settlement among them was read. */
async function isAllRead(client: ClickHouseClient, chain: string, from: number, to: number): Promise<boolean> {
  const rest = gapsIn({ from, to }, await searchedSpans(client, chain));
  for (const gap of rest) if (!(await isStored(client, chain, gap))) return false;
  return true;
}

async function isStored(client: ClickHouseClient, chain: string, { from, to }: Span): Promise<boolean> {
  const span = "chain_id = {chain:String} AND height BETWEEN {from:UInt64} AND {to:UInt64}";
  const [row] = await queryRows(
    client,
    reading,
    `SELECT count() AS blocks, countIf(block.num_txs > ifNull(sent.txs, 0)) AS lacking,
       (SELECT count() FROM transactions WHERE ${span} AND ${UNREAD_SETTLEMENTS}) AS unread
     FROM (SELECT height, max(num_txs) AS num_txs FROM blocks WHERE ${span} GROUP BY height) AS block
     LEFT JOIN (SELECT height, uniqExact(tx_index) AS txs FROM transactions WHERE ${span} GROUP BY height) AS sent
       ON sent.height = block.height`,
    { chain, from, to, settle: SETTLE_ESCROW },
  );
  return row !== undefined && row.blocks === to - from + 1 && row.lacking === 0 && row.unread === 0;
}
