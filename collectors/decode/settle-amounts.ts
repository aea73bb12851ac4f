import { type SettleAmountRow, settleAmountRow } from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { leaves, type Shape } from "./known.ts";
import { decodeLive, nextKeyOf, PAGINATION, type Page } from "./live-answer.ts";
import { checkedRow, refuseDuplicates } from "./reader.ts";
import { epoch, text, uint64 } from "./wire.ts";

const SHAPE: Shape = {
  settle_amount: leaves("participant reward_coins work_coins epoch_index seed_signature last_claim_attempt"),
  pagination: PAGINATION,
};

/** A page of the amounts that were settled and not claimed yet, in ngonka: `GET …/inference/settle_amount?pagination.limit=`. */
export function decodeSettleAmounts(body: unknown, asked: { epoch: number }): Decoded<Page<SettleAmountRow>> {
  return decodeLive(body, SHAPE, (root) => {
    const items = root.messages("settle_amount").map((amount) => {
      const row = {
        epoch: asked.epoch,
        address: amount.read("participant", text),
        settled_epoch: amount.read("epoch_index", epoch),
        reward_coins: amount.read("reward_coins", uint64),
        work_coins: amount.read("work_coins", uint64),
      };
      return checkedRow(settleAmountRow, row, amount.path);
    });
    refuseDuplicates(items, (row) => row.address, "settle_amount");
    return { items, nextKey: nextKeyOf(root) };
  });
}
