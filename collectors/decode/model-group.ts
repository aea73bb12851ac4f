import { type EpochNodeRow, epochNodeRow, type ModelMemberRow, modelMemberRow } from "../../storage/facts/rows.ts";
import { decodeAnswer } from "./answer.ts";
import type { Decoded } from "./decoded.ts";
import { GROUP_FORMAT, groupOf } from "./group-answer.ts";
import { checkedRow, type ObjectReader, refuseDuplicates } from "./reader.ts";
import { bool, int64, text } from "./wire.ts";

export interface ModelGroup {
  readonly members: ModelMemberRow[];
  readonly nodes: EpochNodeRow[];
}

interface Asked {
  readonly epoch: number;
  readonly modelId: string;
}

function memberOf(member: ObjectReader, { epoch, modelId }: Asked): ModelMemberRow {
  const row = {
    epoch,
    model_id: modelId,
    address: member.read("member_address", text),
    weight: member.read("weight", int64),
    confirmation_weight: member.read("confirmation_weight", int64),
    voting_power: member.read("voting_power", int64),
  };
  return checkedRow(modelMemberRow, row, member.path);
}

function nodeOf(node: ObjectReader, address: string, { epoch, modelId }: Asked): EpochNodeRow {
  const slots = node.scalars("timeslot_allocation", bool);
  const row = {
    epoch,
    model_id: modelId,
    address,
    node_id: node.read("node_id", text),
    poc_weight: node.read("poc_weight", int64),
    pre_poc_slot: slots[0] ?? null,
    poc_slot: slots[1] ?? null,
  };
  return checkedRow(epochNodeRow, row, node.path);
}

/**
 * A model's group: `GET …/inference/epoch_group_data/{epoch}?model_id={modelId}`. Weights are the model's raw nonce weights.
 * A registered model that nobody serves has an empty group; one the epoch doesn't know is a 404.
 */
export function decodeModelGroup(body: unknown, asked: Asked): Decoded<ModelGroup> {
  return decodeAnswer(body, GROUP_FORMAT, (root) => {
    const group = groupOf(root, asked);
    const members: ModelMemberRow[] = [];
    const nodes: EpochNodeRow[] = [];
    for (const message of group.messages("validation_weights")) {
      const member = memberOf(message, asked);
      const own = message.messages("ml_nodes").map((node) => nodeOf(node, member.address, asked));
      refuseDuplicates(own, (node) => node.node_id, `${message.path}.ml_nodes`);
      members.push(member);
      nodes.push(...own);
    }
    refuseDuplicates(members, (member) => member.address, "epoch_group_data.validation_weights");
    return { members, nodes };
  });
}
