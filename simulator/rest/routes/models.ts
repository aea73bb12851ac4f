import type { Model } from "../../network/types.ts";
import { decimal } from "../json.ts";

export function modelJson(model: Model) {
  return {
    proposed_by: model.proposedBy,
    id: model.id,
    units_of_compute_per_token: "1000",
    context_window: String(model.contextWindow),
    quantization: "",
    coins_per_input_token: "0",
    coins_per_output_token: "0",
    hf_repo: model.hfRepo,
    hf_commit: model.hfCommit,
    model_args: model.args,
    v_ram: String(model.vRam),
    throughput_per_nonce: String(model.throughputPerNonce),
    validation_threshold: decimal(model.validationThreshold),
  };
}
