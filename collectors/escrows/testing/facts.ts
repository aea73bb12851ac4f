import {
  BLOCKS,
  ESCROW_OPENINGS,
  ESCROW_SEARCHES,
  ESCROWS,
  SESSION_LISTINGS,
  SETTLEMENT_SLOTS,
  SETTLEMENTS,
  TRANSACTIONS,
} from "../../../storage/facts/tables.ts";
import { record, rootAnswer } from "../../../storage/testing/answers.ts";
import { blockRow, epochRow, memberRow } from "../../../storage/testing/rows.ts";
import { CHAIN, openTestStore } from "../../transactions/testing/store.ts";

/** Epoch N is effective from N × 100 + 25 on; 7 is the running one. */
export const effectiveAt = (epoch: number) => epochRow(epoch).effective_height;
export const RUNNING = 7;

/** A store that knows epochs 4 to 7, with members a, b and c, and what stands in it of escrows. */
export async function openEscrowStore() {
  const store = await openTestStore();
  const { client } = store.contextOf();
  const members = (epoch: number) => ["gonka1a", "gonka1b", "gonka1c"].map((address) => memberRow(epoch, address, 5n));
  await record(
    client,
    CHAIN,
    [4, 5, 6, 7].map((epoch) => rootAnswer("node", epochRow(epoch), members(epoch))),
  );
  const write = async (work: (writer: ReturnType<typeof store.writer>) => Promise<void>) => {
    const writer = store.writer();
    await work(writer);
    await writer.flush();
  };
  const time = (height: number) => new Date(Date.UTC(2026, 2, 1) + height * 5000).toISOString();
  const source = "node";
  return {
    ...store,
    open: (escrow_id: bigint, epoch: number, height = effectiveAt(epoch) + 1) =>
      write((writer) =>
        writer.write(ESCROW_OPENINGS, [
          { escrow_id, height, time: time(height), creator: "gonka1gateway", amount: 500_000_000n, epoch, model_id: "m", source },
        ]),
      ),
    known: (escrow_id: bigint, epoch: number, slots: string[]) =>
      write((writer) =>
        writer.write(ESCROWS, [
          {
            ...{ escrow_id, creator: "gonka1gateway", amount: 500_000_000n, epoch, model_id: "m", slots, source },
            ...{ token_price: 10n, create_devshard_fee: 10_000n, fee_per_nonce: 1000n },
          },
        ]),
      ),
    settle: (escrow_id: bigint, height: number) =>
      write(async (writer) => {
        const none = { missed: 0, invalid: 0, required_validations: 0, completed_validations: 0 };
        await writer.write(SETTLEMENT_SLOTS, [{ escrow_id, slot_id: 0, cost: 10n, ...none }]);
        await writer.write(SETTLEMENTS, [
          {
            ...{ escrow_id, height, time: time(height), tx_index: 0, hash: "A".repeat(64), settler: "gonka1gateway", nonce: 5n },
            ...{ fees: 11_000n, total_payout: 11_010n, remainder: 1n, protocol_version: "v4", source },
          },
        ]);
      }),
    /** Two sources searched a span for escrows and found the same. */
    searched: (from_height: number, to_height: number) =>
      write((writer) =>
        writer.write(
          ESCROW_SEARCHES,
          ["node", "other"].map((by) => ({
            ...{ source: by, from_height, to_height, same: true, openings: 0, settlements: 0 },
            observed_at: "2026-03-01T00:00:00.000Z",
          })),
        ),
      ),
    list: (escrow_id: bigint, epoch: number) =>
      write((writer) =>
        writer.write(SESSION_LISTINGS, [
          { escrow_id, host: "gonka1a", version: "v4", epoch, observed_at: "2026-03-01T00:00:00.000Z" },
        ]),
      ),
    /** Blocks from one height to another, without transactions but for those named with their number. */
    blocks: (from: number, to: number, txs: Readonly<Record<number, number>> = {}) =>
      write((writer) =>
        writer.write(
          BLOCKS,
          Array.from({ length: to - from + 1 }, (_, index) => ({
            ...blockRow(from + index, time(from + index)),
            num_txs: txs[from + index] ?? 0,
          })),
        ),
      ),
    transaction: (height: number, tx_index: number, message_types: string[], code: number | null = 0) =>
      write((writer) =>
        writer.write(TRANSACTIONS, [
          {
            ...{
              height,
              tx_index,
              hash: "A".repeat(64),
              time: time(height),
              code,
              signers: [],
              on_behalf_of: [],
              fee_granter: null,
            },
            ...{ message_types, source },
          },
        ]),
      ),
  };
}

export type EscrowStore = Awaited<ReturnType<typeof openEscrowStore>>;
