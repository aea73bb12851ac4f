import { createHash } from "node:crypto";
import { toBech32 } from "@cosmjs/encoding";
import type { GroupMember, Member, ModelGroup, RootGroup } from "../../network/types.ts";
import { decimal } from "../json.ts";
import { validationParams } from "../params.ts";
import { notFound, type Question, type Route, uint64 } from "../route.ts";
import { INFERENCE } from "./bases.ts";
import { modelJson } from "./models.ts";

const policyOf = (groupId: number) => toBech32("gonka", createHash("sha256").update(`group/${groupId}`).digest());

const seedOf = (epoch: number, address: string) => createHash("sha512").update(`${epoch}/${address}`).digest("hex");

function rootMember({ host, weight, confirmationWeight, votingPower, reputation }: Member) {
  return {
    member_address: host.address,
    weight: String(weight),
    reputation,
    ml_nodes: [],
    confirmation_weight: String(confirmationWeight),
    voting_power: String(votingPower),
  };
}

function modelMember({ host, weight, confirmationWeight, votingPower, nodes }: GroupMember) {
  return {
    member_address: host.address,
    weight: String(weight),
    reputation: 0,
    ml_nodes: nodes.map(({ node, pocWeight, preserved }) => ({
      node_id: node.id,
      throughput: "0",
      poc_weight: String(pocWeight),
      timeslot_allocation: [true, preserved],
    })),
    confirmation_weight: String(confirmationWeight),
    voting_power: String(votingPower),
  };
}

function rootJson(question: Question, group: RootGroup) {
  const effective = group.effectiveHeight > 0;
  const formed = group.members.length > 0;
  // The scales come with the members, in the order of the model ids.
  const scales = [...group.models].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    poc_start_block_height: String(question.network.stagesOf(group.epoch).pocStart),
    epoch_group_id: String(group.groupId),
    epoch_policy: policyOf(group.groupId),
    effective_block_height: String(group.effectiveHeight),
    last_block_height: String(group.lastHeight),
    member_seed_signatures: group.members.map(({ host }) => ({
      member_address: host.address,
      signature: seedOf(group.epoch, host.address),
    })),
    validation_weights: group.members.map(rootMember),
    unit_of_compute_price: effective ? "100" : "0",
    number_of_requests: "0",
    previous_epoch_requests: "0",
    validation_params: effective ? validationParams() : null,
    total_weight: String(group.totalWeight),
    model_id: "",
    sub_group_models: group.models.map(({ id }) => id),
    epoch_index: String(group.epoch),
    model_snapshot: null,
    total_throughput: "0",
    confirmation_weight_scales: formed
      ? scales.map(({ id, scale }) => ({ model_id: id, weight_scale_factor: decimal(scale) }))
      : [],
  };
}

function modelGroupJson(question: Question, group: ModelGroup) {
  return {
    poc_start_block_height: String(question.network.stagesOf(group.epoch).pocStart),
    epoch_group_id: String(group.groupId),
    epoch_policy: policyOf(group.groupId),
    effective_block_height: "0",
    last_block_height: "0",
    member_seed_signatures: [],
    validation_weights: group.members.map(modelMember),
    unit_of_compute_price: "0",
    number_of_requests: "0",
    previous_epoch_requests: "0",
    validation_params: null,
    total_weight: String(group.totalWeight),
    model_id: group.model.id,
    sub_group_models: [],
    epoch_index: String(group.epoch),
    model_snapshot: modelJson(group.model),
    total_throughput: "0",
    confirmation_weight_scales: [],
  };
}

function groupData(question: Question, epoch: number) {
  const { network, height, query } = question;
  const modelId = query.get("model_id") ?? "";
  if (modelId !== "") {
    const group = network.modelGroup(epoch, modelId, height);
    if (group === null) throw notFound();
    return { epoch_group_data: modelGroupJson(question, group) };
  }
  const group = network.rootGroup(epoch, height);
  if (group === null) throw notFound();
  return { epoch_group_data: rootJson(question, group) };
}

export const GROUPS: readonly Route[] = [
  { path: `${INFERENCE}/epoch_group_data/{}`, answer: (question) => groupData(question, uint64(question, 0, "epoch_index")) },
  {
    path: `${INFERENCE}/current_epoch_group_data`,
    answer: (question) => {
      const group = question.network.rootGroup(question.network.epochsAt(question.height).effective, question.height);
      if (group === null) throw notFound();
      return { epoch_group_data: rootJson(question, group) };
    },
  },
];
