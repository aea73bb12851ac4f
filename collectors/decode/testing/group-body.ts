import type { EpochMemberRow, EpochRow, ModelMemberRow } from "../../../storage/facts/rows.ts";
import type { Dialect } from "../dialect.ts";
import { decimalJson, int64Json, type Json, type JsonObject, messageJson } from "./wire-json.ts";

export interface NodeJson {
  readonly node_id: string;
  readonly poc_weight: bigint;
  readonly slots: readonly boolean[];
}

type Member = Partial<EpochMemberRow> & Partial<ModelMemberRow> & { readonly nodes?: readonly NodeJson[] };
type Group = Partial<EpochRow> & { readonly epoch: number; readonly model_id?: string };

function nodeJson(dialect: Dialect, { node_id, poc_weight, slots }: NodeJson): Json {
  return messageJson(dialect, {
    node_id,
    throughput: int64Json(dialect, 0),
    poc_weight: int64Json(dialect, poc_weight),
    timeslot_allocation: [...slots],
  });
}

function memberJson(dialect: Dialect, member: Member): Json {
  return messageJson(dialect, {
    member_address: member.address ?? "",
    weight: int64Json(dialect, member.weight ?? 0n),
    reputation: member.reputation ?? 0,
    ml_nodes: (member.nodes ?? []).map((node) => nodeJson(dialect, node)),
    confirmation_weight: int64Json(dialect, member.confirmation_weight ?? 0n),
    voting_power: int64Json(dialect, member.voting_power ?? 0n),
  });
}

/** An `epoch_group_data` answer of v0.2.14. */
export function groupBody(dialect: Dialect, group: Group, members: readonly Member[]): JsonObject {
  const data = messageJson(dialect, {
    poc_start_block_height: int64Json(dialect, group.poc_start_height ?? 100),
    epoch_group_id: int64Json(dialect, group.epoch_group_id ?? 7n),
    epoch_policy: "gonka1policy",
    effective_block_height: int64Json(dialect, group.effective_height ?? 0),
    last_block_height: int64Json(dialect, group.last_height ?? 0),
    member_seed_signatures: members.map((member) => ({ member_address: member.address ?? "", signature: "ab12" })),
    validation_weights: members.map((member) => memberJson(dialect, member)),
    unit_of_compute_price: int64Json(dialect, 100),
    number_of_requests: int64Json(dialect, group.number_of_requests ?? 0n),
    previous_epoch_requests: int64Json(dialect, 0),
    validation_params: group.model_id === undefined ? { pass_value: decimalJson(dialect, { value: 99n, exponent: -2 }) } : null,
    total_weight: int64Json(dialect, group.total_weight ?? 1n),
    model_id: group.model_id ?? "",
    sub_group_models: group.models ?? [],
    epoch_index: int64Json(dialect, group.epoch),
    model_snapshot: group.model_id === undefined ? null : { id: group.model_id, model_args: ["--max-model-len", "240000"] },
    total_throughput: int64Json(dialect, 0),
    confirmation_weight_scales: (group.weight_scales ?? []).map(({ model_id, ...factor }) =>
      messageJson(dialect, { model_id, weight_scale_factor: decimalJson(dialect, factor) }),
    ),
  });
  return { epoch_group_data: data };
}
