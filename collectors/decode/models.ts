import { type ModelRow, modelRow } from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { DECIMAL, leaves, type Shape } from "./known.ts";
import { decodeLive, nextKeyOf, PAGINATION, type Page } from "./live-answer.ts";
import { checkedRow, refuseDuplicates } from "./reader.ts";
import { text, uint64 } from "./wire.ts";

const SHAPE: Shape = {
  model: {
    ...leaves(
      "proposed_by id units_of_compute_per_token context_window quantization coins_per_input_token coins_per_output_token " +
        "hf_repo hf_commit model_args v_ram throughput_per_nonce",
    ),
    validation_threshold: DECIMAL,
  },
  pagination: PAGINATION,
};

/** A page of the models that governance registered, served or not: `GET …/inference/models_all?pagination.limit=`. */
export function decodeModels(body: unknown): Decoded<Page<ModelRow>> {
  return decodeLive(body, SHAPE, (root) => {
    const items = root.messages("model").map((model) => {
      const row = {
        epoch: 0,
        model_id: model.read("id", text),
        proposed_by: model.read("proposed_by", text),
        v_ram: model.read("v_ram", uint64),
        throughput_per_nonce: model.read("throughput_per_nonce", uint64),
        units_of_compute_per_token: model.read("units_of_compute_per_token", uint64),
        hf_repo: model.read("hf_repo", text),
      };
      return checkedRow(modelRow, row, model.path);
    });
    refuseDuplicates(items, (row) => row.model_id, "model");
    return { items, nextKey: nextKeyOf(root) };
  });
}
