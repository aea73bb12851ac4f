import { type TokenomicsRow, tokenomicsRow } from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { leaves, type Shape } from "./known.ts";
import { decodeLive } from "./live-answer.ts";
import { checkedRow } from "./reader.ts";
import { uint64 } from "./wire.ts";

const SHAPE: Shape = { tokenomics_data: leaves("total_fees total_subsidies total_refunded total_burned") };

/** What was minted, paid, refunded and burned since genesis, in ngonka: `GET …/inference/tokenomics_data`. */
export function decodeTokenomics(body: unknown, asked: { epoch: number }): Decoded<TokenomicsRow> {
  return decodeLive(body, SHAPE, (root) => {
    const data = root.message("tokenomics_data");
    const row = {
      epoch: asked.epoch,
      total_fees: data.read("total_fees", uint64),
      total_subsidies: data.read("total_subsidies", uint64),
      total_refunded: data.read("total_refunded", uint64),
      total_burned: data.read("total_burned", uint64),
    };
    return checkedRow(tokenomicsRow, row, data.path);
  });
}
