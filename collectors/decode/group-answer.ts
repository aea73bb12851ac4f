import type { AnswerFormat } from "./answer.ts";
import { probe } from "./dialect.ts";
import { DECIMAL, leaf, leaves } from "./known.ts";
import { VALIDATION_PARAMS } from "./known-params.ts";
import type { ObjectReader } from "./reader.ts";
import { epoch, text } from "./wire.ts";

/** `epoch_group_data/{epoch}[?model_id=…]`: the root group and the model groups have the same shape. */
export const GROUP_FORMAT: AnswerFormat = {
  shape: {
    epoch_group_data: {
      ...leaves(
        "poc_start_block_height epoch_group_id epoch_policy effective_block_height last_block_height unit_of_compute_price " +
          "number_of_requests previous_epoch_requests total_weight model_id sub_group_models epoch_index total_throughput",
      ),
      member_seed_signatures: leaves("member_address signature"),
      validation_weights: {
        ...leaves("member_address weight reputation confirmation_weight voting_power"),
        ml_nodes: leaves("node_id throughput poc_weight timeslot_allocation"),
      },
      validation_params: VALIDATION_PARAMS,
      model_snapshot: {
        ...leaves(
          "proposed_by id units_of_compute_per_token context_window quantization coins_per_input_token coins_per_output_token " +
            "hf_repo hf_commit model_args v_ram throughput_per_nonce",
        ),
        validation_threshold: DECIMAL,
      },
      confirmation_weight_scales: { model_id: leaf, weight_scale_factor: DECIMAL },
    },
  },
  probes: [
    "epoch_group_data.epoch_group_id",
    "epoch_group_data.epoch_index",
    "epoch_group_data.poc_start_block_height",
    "epoch_group_data.total_weight",
    "epoch_group_data.effective_block_height",
    "epoch_group_data.validation_weights.weight",
  ].map(probe),
};

/** The group of an answer, if it is that of the epoch and model asked for; the root group's model is "". */
export function groupOf(root: ObjectReader, asked: { epoch: number; modelId: string }): ObjectReader {
  const group = root.message("epoch_group_data");
  group.verify("epoch_index", epoch, asked.epoch);
  group.verify("model_id", text, asked.modelId);
  return group;
}
