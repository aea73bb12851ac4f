import { type EpochMemberRow, type EpochRow, epochMemberRow, epochRow } from "../../storage/facts/rows.ts";
import { decodeAnswer } from "./answer.ts";
import type { Decoded } from "./decoded.ts";
import { GROUP_FORMAT, groupOf } from "./group-answer.ts";
import { checkedRow, type ObjectReader, refuseDuplicates } from "./reader.ts";
import { weightScales } from "./weight-scales.ts";
import { due, height, int32, int64, text, uint64 } from "./wire.ts";

export interface EpochGroup {
  readonly group: EpochRow;
  readonly members: EpochMemberRow[];
}

function memberOf(member: ObjectReader, epoch: number): EpochMemberRow {
  const row = {
    epoch,
    address: member.read("member_address", text),
    weight: member.read("weight", int64),
    confirmation_weight: member.read("confirmation_weight", int64),
    reputation: member.read("reputation", int32),
  };
  return checkedRow(epochMemberRow, row, member.path);
}

/**
 * The root group of an epoch: `GET …/inference/epoch_group_data/{epoch}`.
 * A group whose `effective_height` is 0 is still being formed. `confirmation_weight_scales` is absent before v0.2.13: no scales then.
 */
export function decodeEpochGroup(body: unknown, asked: { epoch: number }): Decoded<EpochGroup> {
  return decodeAnswer(body, GROUP_FORMAT, (root) => {
    const group = groupOf(root, { epoch: asked.epoch, modelId: "" });
    const row = {
      epoch: asked.epoch,
      epoch_group_id: group.read("epoch_group_id", uint64),
      poc_start_height: group.read("poc_start_block_height", height),
      effective_height: group.read("effective_block_height", height),
      last_height: group.read("last_block_height", height),
      total_weight: group.read("total_weight", due(int64)),
      number_of_requests: group.read("number_of_requests", uint64),
      models: group.scalars("sub_group_models", text),
      weight_scales: weightScales(group.optionalMessages("confirmation_weight_scales")),
    };
    refuseDuplicates(row.models, (model) => model, "epoch_group_data.sub_group_models");
    const members = group.messages("validation_weights").map((member) => memberOf(member, asked.epoch));
    refuseDuplicates(members, (member) => member.address, "epoch_group_data.validation_weights");
    return { group: checkedRow(epochRow, row, group.path), members };
  });
}
