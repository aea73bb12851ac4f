import { createHash } from "node:crypto";
import { commit, header } from "../comet/blocks.ts";
import type { HttpAnswer } from "../http/answer.ts";
import type { Network } from "../network/network.ts";
import type { GroupMember, Host, RootGroup } from "../network/types.ts";
import { dapiError, dapiText } from "./dapi-answer.ts";

interface Kept {
  readonly epoch: number;
  readonly json: string;
}

/** Answers of this route grow with the network; the newest epochs are asked again and again. */
const EPOCHS_KEPT = 4;

/** `/v1/epochs/{N|current}/participants`. */
export class EpochParticipants {
  readonly #network: Network;
  #kept: readonly Kept[] = [];

  constructor(network: Network) {
    this.#network = network;
  }

  answer(asked: string, height: number): HttpAnswer {
    if (asked !== "current" && !/^\d{1,9}$/.test(asked)) return dapiError(400, "Invalid epoch id");
    const epoch = asked === "current" ? this.#network.epochsAt(height).effective : Number(asked);
    if (asked === "0") return dapiError(400, "Epoch enumeration starts with 1");
    const root = epoch === 0 ? null : this.#network.rootGroup(epoch, height);
    if (root === null || root.members.length === 0) {
      return dapiError(404, "No active participants found for the specified epoch. Looks like PoC failed!");
    }
    const excluded = this.#network.exclusions(epoch, height).map((exclusion) => ({
      address: exclusion.host.address,
      reason: exclusion.reason,
      exclusion_block_height: exclusion.height,
    }));
    return dapiText(200, `${this.#snapshot(root, height).slice(0, -1)},"excluded_participants":${JSON.stringify(excluded)}}`);
  }

  /** What the epoch began with: it never changes, so it is written once. */
  #snapshot(root: RootGroup, height: number): string {
    const known = this.#kept.find(({ epoch }) => epoch === root.epoch);
    if (known !== undefined) return known.json;
    const json = JSON.stringify(snapshotOf(this.#network, root, height));
    this.#kept = [...this.#kept, { epoch: root.epoch, json }].slice(-EPOCHS_KEPT);
    return json;
  }
}

function snapshotOf(network: Network, root: RootGroup, height: number) {
  const { pocStart, validationEnd } = network.stagesOf(root.epoch);
  const groups = membersByHost(network, root, height);
  const proofHeight = validationEnd + 1;
  const digest = createHash("sha256").update(`${network.chainId}/participants/${root.epoch}`).digest();
  return {
    active_participants: {
      participants: root.members.map(({ host, weight }) => participant(host, weight, root.epoch, groups.get(host) ?? [])),
      epoch_group_id: root.groupId,
      poc_start_block_height: pocStart,
      effective_block_height: validationEnd + 2,
      created_at_block_height: validationEnd,
      epoch_id: root.epoch,
    },
    addresses: root.members.map(({ host }) => host.consensusAddress),
    // No Merkle proof: the simulated chain has no state tree.
    active_participants_bytes: digest.toString("hex"),
    proof_ops: { ops: [{ type: "ics23:iavl", key: digest.toString("base64"), data: digest.toString("base64") }] },
    validators: network.validators(proofHeight).map(({ host, power }) => ({
      address: host.consensusAddress,
      pub_key: host.validatorKeyBase64,
      voting_power: Number(power),
      proposer_priority: 0,
    })),
    block: blockWithNumbers(network, proofHeight),
  };
}

interface OfModel {
  readonly modelId: string;
  readonly member: GroupMember;
}

function membersByHost(network: Network, root: RootGroup, height: number): ReadonlyMap<Host, readonly OfModel[]> {
  const found = new Map<Host, OfModel[]>();
  for (const { id } of root.models) {
    for (const member of network.modelGroup(root.epoch, id, height)?.members ?? []) {
      const list = found.get(member.host) ?? [];
      list.push({ modelId: id, member });
      found.set(member.host, list);
    }
  }
  return found;
}

function participant(host: Host, weight: bigint, epoch: number, groups: readonly OfModel[]) {
  return {
    index: host.address,
    validator_key: host.validatorKeyBase64,
    weight: Number(weight),
    inference_url: host.url,
    models: groups.map(({ modelId }) => modelId),
    seed: {
      participant: host.address,
      epoch_index: epoch,
      signature: createHash("sha512").update(`${host.address}/seed/${epoch}`).digest("hex"),
    },
    ml_nodes: groups.map(({ member }) => ({
      ml_nodes: member.nodes.map(({ node, pocWeight, preserved }) => ({
        node_id: node.id,
        poc_weight: Number(pocWeight),
        timeslot_allocation: [true, preserved],
      })),
    })),
    voting_powers: groups.map(({ modelId, member }) => ({ model_id: modelId, voting_power: Number(member.votingPower) })),
  };
}

/** The service writes a block's integers as numbers, the chain node as strings. */
function blockWithNumbers(network: Network, height: number) {
  const last = commit(network, height - 1);
  return {
    header: { ...header(network, height), version: { block: 11 }, height },
    data: { txs: network.transactions(height).map(({ bytes }) => Buffer.from(bytes).toString("base64")) },
    evidence: { evidence: null },
    last_commit: { ...last, height: Number(last.height) },
  };
}
