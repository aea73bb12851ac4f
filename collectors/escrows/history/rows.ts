import type { CollectContext } from "../../context.ts";
import { rejectedAt } from "../../transactions/block-answer.ts";
import { decodeTx } from "../../transactions/decode-tx.ts";
import { type EscrowRows, escrowRowsIn } from "../../transactions/escrow-rows.ts";
import type { FoundTx } from "./answer.ts";

/** The rows of what was found, up to the height before the first transaction that makes no sense. */
export interface RowsFound {
  readonly rows: readonly EscrowRows[];
  /** Null where all of it makes sense. */
  readonly badHeight: number | null;
}

/**
 * Reads transactions as those of blocks are read. Ids are given one after the other, so that a hole between two of them is a hole in what
 * was found.
 */
export function rowsOf(
  { notebook }: CollectContext,
  txs: readonly FoundTx[],
  times: ReadonlyMap<number, string>,
  source: string,
): RowsFound {
  const rows: { readonly height: number; readonly rows: EscrowRows }[] = [];
  let last: bigint | null = null;
  const upTo = (badHeight: number | null): RowsFound => ({
    rows: rows.filter(({ height }) => badHeight === null || height < badHeight).map((one) => one.rows),
    badHeight,
  });
  for (const { height, tx_index, hash, bytes, events } of txs) {
    const time = times.get(height);
    if (time === undefined) return upTo(height);
    const content = decodeTx(bytes);
    const types = content.ok ? content.value.message_types : [];
    const found = escrowRowsIn(bytes, types, events, { height, time, tx_index, hash, source });
    const holes: string[] = [];
    for (const { escrow_id } of found.rows.openings) {
      if (last !== null && escrow_id !== last + 1n)
        holes.push(`escrow ${last + 1n} was expected to be opened next, got ${escrow_id}`);
      last = escrow_id;
    }
    const faults = [...found.faults, ...(content.ok ? [] : [content.reason]), ...holes];
    for (const fault of faults) notebook.rejected(source, rejectedAt(height), fault, Buffer.from(bytes).toString("base64"));
    if (faults.length > 0) return upTo(height);
    rows.push({ height, rows: found.rows });
  }
  return upTo(null);
}
