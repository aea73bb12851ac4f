import { type EscrowRow, escrowRow } from "../../storage/facts/inference-rows.ts";
import type { Decoded } from "../decode/decoded.ts";
import { leaves } from "../decode/known.ts";
import { decodeLive, messageOrNull } from "../decode/live-answer.ts";
import { checkedRow, reject } from "../decode/reader.ts";
import { bool, due, epoch, text, uint64 } from "../decode/wire.ts";

/** An escrow as an answer tells it, without who told it. */
export type ToldEscrow = Omit<EscrowRow, "source">;

const SHAPE = {
  ...leaves("found"),
  escrow: leaves(
    `id creator amount slots epoch_index app_hash settled token_price model_id create_devshard_fee fee_per_nonce
     inference_seal_grace_nonces inference_seal_grace_seconds auto_seal_every_n_nonces validation_rate`.replace(/\s+/g, " "),
  ),
};

const told = escrowRow.omit({ source: true });

/** `GET …/inference/devshard_escrow/{id}`. Null: the node doesn't have it, which says nothing of why (unknown yet, or pruned). */
export function decodeEscrow(body: unknown, asked: { readonly escrow_id: bigint }): Decoded<ToldEscrow | null> {
  return decodeLive(body, SHAPE, (root) => {
    const found = root.read("found", due(bool));
    const escrow = messageOrNull(root, "escrow");
    if (found !== (escrow !== null)) reject("found", String(escrow !== null), String(found));
    if (escrow === null) return null;
    const escrow_id = escrow.read("id", uint64);
    if (escrow_id !== asked.escrow_id) reject("escrow.id", `${asked.escrow_id} as asked`, String(escrow_id));
    const slots = escrow.scalars("slots", text);
    if (slots.length === 0) reject("escrow.slots", "hosts", "none");
    const row = {
      escrow_id,
      creator: escrow.read("creator", text),
      amount: escrow.read("amount", uint64),
      epoch: escrow.read("epoch_index", epoch),
      model_id: escrow.read("model_id", text),
      slots,
      token_price: escrow.read("token_price", uint64),
      create_devshard_fee: escrow.read("create_devshard_fee", uint64),
      fee_per_nonce: escrow.read("fee_per_nonce", uint64),
    };
    return checkedRow(told, row, "escrow");
  });
}
