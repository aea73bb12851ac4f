import { commit, header } from "../comet/blocks.ts";
import type { HttpAnswer } from "../http/answer.ts";
import type { Network } from "../network/network.ts";
import { dapiError, dapiText } from "./dapi-answer.ts";
import { membershipProof } from "./proof.ts";
import { activeParticipants } from "./proof-members.ts";

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
    // The block that the proof leads to is the one after.
    if (root === null || root.members.length === 0 || height <= this.#network.stagesOf(epoch).validationEnd) {
      return dapiError(404, "No active participants found for the specified epoch. Looks like PoC failed!");
    }
    const excluded = this.#network.exclusions(epoch, height).map((exclusion) => ({
      address: exclusion.host.address,
      reason: exclusion.reason,
      exclusion_block_height: exclusion.height,
    }));
    return dapiText(200, `${this.#snapshot(epoch).slice(0, -1)},"excluded_participants":${JSON.stringify(excluded)}}`);
  }

  /** What the epoch began with: it never changes, so it is written once. */
  #snapshot(epoch: number): string {
    const known = this.#kept.find((kept) => kept.epoch === epoch);
    if (known !== undefined) return known.json;
    const json = JSON.stringify(snapshotOf(this.#network, epoch));
    this.#kept = [...this.#kept, { epoch, json }].slice(-EPOCHS_KEPT);
    return json;
  }
}

function snapshotOf(network: Network, epoch: number) {
  const proofHeight = network.stagesOf(epoch).validationEnd + 1;
  const proof = membershipProof(network, epoch);
  const members = activeParticipants(network, epoch);
  return {
    active_participants: members,
    addresses: network.rootGroup(epoch, proofHeight)?.members.map(({ host }) => host.consensusAddress) ?? [],
    active_participants_bytes: Buffer.from(proof?.bytes ?? []).toString("hex"),
    proof_ops: { ops: proof?.ops ?? [] },
    validators: network.validators(proofHeight).map(({ host, power }) => ({
      address: host.consensusAddress,
      pub_key: host.validatorKeyBase64,
      voting_power: Number(power),
      proposer_priority: 0,
    })),
    block: blockWithNumbers(network, proofHeight),
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
