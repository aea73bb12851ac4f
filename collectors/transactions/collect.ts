import type { SlashRow, TransactionRow } from "../../storage/facts/observed-rows.ts";
import { SLASHES, TRANSACTIONS } from "../../storage/facts/tables.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import { decodedOrRejected } from "../decode/decoded.ts";
import { checkedRow } from "../decode/reader.ts";
import type { Source } from "../http/source.ts";
import { askBlock, type BlockAnswer, type KnownBlock, rejectedAt, txHash } from "./block-answer.ts";
import { decodeTx, UNREAD } from "./decode-tx.ts";
import { type EscrowRows, escrowRowsIn } from "./escrow-rows.ts";
import { slashesIn } from "./slashes.ts";
import { spread } from "./spread.ts";
import { writeEscrowRows } from "./write-escrows.ts";

interface BlockRows {
  readonly transactions: readonly TransactionRow[];
  readonly slashes: readonly SlashRow[];
  readonly escrows: readonly EscrowRows[];
  /** What is said of escrows holds together. */
  readonly fits: boolean;
}

/**
 * Collects the transactions of these blocks, the collateral slashes in them, and the escrows that they opened and settled: CosmJS's
 * `getBlock` for the bytes, `block_results` for codes and events. Blocks are spread over the sources; a block that one can't tell goes to
 * the next, and so does one where messages and events contradict each other about escrows. `failed` are those that no source told whole:
 * of one whose results were not told, the transactions are stored without codes (no slashes, no escrows). Blocks without transactions
 * may be asked for too: a slash can stand at the end of any block. Nothing counts as stored before the writer is flushed.
 */
export async function collectTransactions(
  context: CollectContext,
  writer: ObservationWriter,
  sources: readonly Source[],
  heights: readonly KnownBlock[],
): Promise<{ done: number[]; failed: number[] }> {
  const withoutResults = new Map<KnownBlock, BlockRows>();
  const contradicted = new Map<KnownBlock, BlockRows>();
  const { done, failed } = await spread(context, sources, heights, async (source, block) => {
    const answer = await askBlock(context, source, block);
    const rows = answer === null ? null : rowsOf(context, source, block, answer);
    if (answer === null || rows === null) return false;
    if (answer.results === null || !rows.fits) {
      (answer.results === null ? withoutResults : contradicted).set(block, rows);
      return false;
    }
    await store(writer, rows);
    return true;
  });
  for (const block of failed) {
    // Where nobody tells it better, a block with an escrow that makes no sense is told all the same.
    const rows = contradicted.get(block) ?? withoutResults.get(block);
    if (rows !== undefined) await store(writer, rows);
  }
  const lost = failed.filter((block) => !contradicted.has(block));
  const told = [...done, ...failed.filter((block) => contradicted.has(block))];
  return { done: told.map(({ height }) => height), failed: lost.map(({ height }) => height) };
}

/** A transaction comes after what it did: a run that is killed in between leaves something to find again. */
async function store(writer: ObservationWriter, { transactions, slashes, escrows }: BlockRows): Promise<void> {
  await writeEscrowRows(writer, escrows);
  await writer.write(TRANSACTIONS, transactions);
  await writer.write(SLASHES, slashes);
}

/** The rows of a block, or null where the answer holds what no chain can have told. */
function rowsOf(
  { notebook }: CollectContext,
  source: Source,
  { height, time }: KnownBlock,
  { txs, results }: BlockAnswer,
): BlockRows | null {
  const question = rejectedAt(height);
  const decoded = decodedOrRejected(() => {
    const transactions = txs.map((tx, tx_index) => {
      const content = decodeTx(tx);
      if (!content.ok) notebook.rejected(source.name, question, content.reason, Buffer.from(tx).toString("base64"));
      const code = results?.results[tx_index]?.code ?? null;
      const row = {
        height,
        tx_index,
        hash: txHash(tx),
        time,
        code,
        ...(content.ok ? content.value : UNREAD),
        source: source.name,
      };
      return checkedRow(TRANSACTIONS.row, row, `txs[${tx_index}]`);
    });
    const slashes = (results === null ? [] : slashesIn(results, source.name)).flatMap((slash) => {
      if (slash.ok) return [checkedRow(SLASHES.row, slash.value, "slash_collateral")];
      notebook.rejected(source.name, question, slash.reason, "");
      return [];
    });
    const escrows = transactions.flatMap(({ tx_index, hash, code, message_types }) => {
      const tx = txs[tx_index];
      // A transaction that failed changed nothing; of one without a code nobody knows.
      if (code !== 0 || tx === undefined) return [];
      const place = { height, time, tx_index, hash, source: source.name };
      const { rows, faults } = escrowRowsIn(tx, message_types, results?.results[tx_index]?.events ?? [], place);
      for (const fault of faults) notebook.rejected(source.name, question, fault, Buffer.from(tx).toString("base64"));
      return [{ rows, fits: faults.length === 0 }];
    });
    const fits = escrows.every((found) => found.fits);
    return { value: { transactions, slashes, escrows: escrows.map(({ rows }) => rows), fits }, unknowns: [] };
  });
  if (decoded.ok) return decoded.value;
  notebook.rejected(source.name, question, decoded.reason, "");
  return null;
}
