import { createHash } from "node:crypto";
import { BinaryWriter } from "cosmjs-types/binary";
import type { Network } from "../network/network.ts";
import type { GroupMember, Host } from "../network/types.ts";

/** A member as `/v1/epochs/{N}/participants` has it. */
export interface ActiveParticipant {
  readonly index: string;
  readonly validator_key: string;
  readonly weight: number;
  readonly inference_url: string;
  readonly models: readonly string[];
  readonly seed: { readonly participant: string; readonly epoch_index: number; readonly signature: string };
  readonly ml_nodes: readonly { readonly ml_nodes: readonly ActiveNode[] }[];
  readonly voting_powers: readonly { readonly model_id: string; readonly voting_power: number }[];
}

interface ActiveNode {
  readonly node_id: string;
  readonly poc_weight: number;
  readonly timeslot_allocation: readonly boolean[];
}

export interface ActiveParticipants {
  readonly participants: readonly ActiveParticipant[];
  readonly epoch_group_id: number;
  readonly poc_start_block_height: number;
  readonly effective_block_height: number;
  readonly created_at_block_height: number;
  readonly epoch_id: number;
}

/** The membership as it was written at the end of the validation; null where nobody passed it. */
export function activeParticipants(network: Network, epoch: number): ActiveParticipants | null {
  const { pocStart, validationEnd } = network.stagesOf(epoch);
  const root = network.rootGroup(epoch, validationEnd);
  if (root === null || root.members.length === 0) return null;
  const groups = new Map<Host, { readonly modelId: string; readonly member: GroupMember }[]>();
  for (const { id } of root.models)
    for (const member of network.modelGroup(epoch, id, validationEnd)?.members ?? [])
      groups.set(member.host, [...(groups.get(member.host) ?? []), { modelId: id, member }]);
  return {
    participants: root.members.map(({ host, weight }) => {
      const of = groups.get(host) ?? [];
      return {
        index: host.address,
        validator_key: host.validatorKeyBase64,
        weight: Number(weight),
        // Without the port that this machine had free: all of it goes into the block's hash, which is the seed's alone.
        inference_url: `http://${host.ip}:8000`,
        models: of.map(({ modelId }) => modelId),
        seed: {
          participant: host.address,
          epoch_index: epoch,
          signature: createHash("sha512").update(`${host.address}/seed/${epoch}`).digest("hex"),
        },
        ml_nodes: of.map(({ member }) => ({
          ml_nodes: member.nodes.map(({ node, pocWeight, preserved }) => ({
            node_id: node.id,
            poc_weight: Number(pocWeight),
            timeslot_allocation: [true, preserved],
          })),
        })),
        voting_powers: of.map(({ modelId, member }) => ({ model_id: modelId, voting_power: Number(member.votingPower) })),
      };
    }),
    epoch_group_id: root.groupId,
    poc_start_block_height: pocStart,
    effective_block_height: validationEnd + 2,
    created_at_block_height: validationEnd,
    epoch_id: epoch,
  };
}

/** The same in protobuf, field numbers as in recorded bytes; zeros are left out. */
export function participantsBytes(of: ActiveParticipants): Uint8Array {
  const writer = new BinaryWriter();
  for (const participant of of.participants) writer.uint32(10).bytes(participantBytes(participant));
  integer(writer, 2, of.epoch_group_id);
  integer(writer, 3, of.poc_start_block_height);
  integer(writer, 4, of.effective_block_height);
  integer(writer, 5, of.created_at_block_height);
  integer(writer, 6, of.epoch_id);
  return writer.finish();
}

function participantBytes(of: ActiveParticipant): Uint8Array {
  const writer = new BinaryWriter().uint32(10).string(of.index).uint32(18).string(of.validator_key);
  integer(writer, 3, of.weight);
  writer.uint32(34).string(of.inference_url);
  for (const model of of.models) writer.uint32(42).string(model);
  const seed = new BinaryWriter().uint32(10).string(of.seed.participant);
  integer(seed, 2, of.seed.epoch_index);
  writer.uint32(50).bytes(seed.uint32(26).string(of.seed.signature).finish());
  for (const { ml_nodes } of of.ml_nodes) writer.uint32(58).bytes(nodesBytes(ml_nodes));
  for (const { model_id, voting_power } of of.voting_powers) {
    const power = new BinaryWriter().uint32(10).string(model_id);
    integer(power, 2, voting_power);
    writer.uint32(66).bytes(power.finish());
  }
  return writer.finish();
}

function nodesBytes(nodes: readonly ActiveNode[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const { node_id, poc_weight, timeslot_allocation } of nodes) {
    const node = new BinaryWriter().uint32(10).string(node_id);
    integer(node, 3, poc_weight);
    node.uint32(34).bytes(Uint8Array.from(timeslot_allocation, Number));
    writer.uint32(10).bytes(node.finish());
  }
  return writer.finish();
}

function integer(writer: BinaryWriter, field: number, value: number): void {
  if (value !== 0) writer.uint32(field << 3).int64(BigInt(value));
}
