import { type ModelCapacityRow, modelCapacityRow } from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { leaves, type Shape } from "./known.ts";
import { decodeLive } from "./live-answer.ts";
import { checkedRow, refuseDuplicates } from "./reader.ts";
import { text, uint64 } from "./wire.ts";

const SHAPE: Shape = { model_capacities: leaves("model_id capacity") };

/**
 * What the chain's pricing takes for the models' capacity: `GET …/inference/all_model_capacities`. The chain says tokens a second; it is a
 * proxy made of weights. Empty in v0.2.14, which looks the epoch's group up by a height.
 */
export function decodeModelCapacities(body: unknown, asked: { epoch: number }): Decoded<ModelCapacityRow[]> {
  return decodeLive(body, SHAPE, (root) => {
    const rows = root.messages("model_capacities").map((model) => {
      const row = { epoch: asked.epoch, model_id: model.read("model_id", text), capacity: model.read("capacity", uint64) };
      return checkedRow(modelCapacityRow, row, model.path);
    });
    refuseDuplicates(rows, (row) => row.model_id, "model_capacities");
    return rows.sort((a, b) => (a.model_id < b.model_id ? -1 : 1));
  });
}
