import { type ExclusionRow, exclusionRow } from "../../storage/facts/rows.ts";
import { type AnswerFormat, decodeAnswer } from "./answer.ts";
import type { Decoded } from "./decoded.ts";
import { probe } from "./dialect.ts";
import { leaves } from "./known.ts";
import { checkedRow, type ObjectReader, refuseDuplicates } from "./reader.ts";
import { due, epoch, height, text } from "./wire.ts";

const FORMAT: AnswerFormat = {
  shape: { items: leaves("address epoch_index reason exclusion_block_height"), pagination: leaves("next_key total") },
  probes: ["items.epoch_index", "items.exclusion_block_height"].map(probe),
};

function exclusionOf(item: ObjectReader, asked: { epoch: number }): ExclusionRow {
  item.verify("epoch_index", epoch, asked.epoch);
  const row = {
    epoch: asked.epoch,
    address: item.read("address", text),
    reason: item.read("reason", text),
    height: item.read("exclusion_block_height", due(height)),
  };
  return checkedRow(exclusionRow, row, item.path);
}

/**
 * Hosts excluded in an epoch: `GET …/inference/excluded_participants/{epoch}`.
 * The route takes 0 for the effective epoch, so an empty answer to 0 says nothing about epoch 0 once the chain is past it.
 */
export function decodeExclusions(body: unknown, asked: { epoch: number }): Decoded<ExclusionRow[]> {
  return decodeAnswer(body, FORMAT, (root) => {
    const rows = root.messages("items").map((item) => exclusionOf(item, asked));
    refuseDuplicates(rows, (row) => row.address, "items");
    return rows;
  });
}
