import { type PocSnapshotRow, type PocVotingPowerRow, pocSnapshotRow, pocVotingPowerRow } from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { leaf, leaves, type Shape } from "./known.ts";
import { decodeLive, messageOrNull } from "./live-answer.ts";
import { checkedRow, refuseDuplicates, reject } from "./reader.ts";
import { bool, height, int64, text, uint64 } from "./wire.ts";

const SHAPE: Shape = {
  snapshot: {
    ...leaves(
      "poc_stage_start_height snapshot_height app_hash generation_start_timestamp exchange_end_timestamp total_network_weight",
    ),
    model_voting_powers: { model_id: leaf, voting_powers: leaves("address voting_power") },
  },
  found: leaf,
};

export interface PocSnapshot {
  readonly snapshot: PocSnapshotRow;
  readonly votingPowers: readonly PocVotingPowerRow[];
}

/** `none`: there is no snapshot of that stage. `not filled`: there is, and its second half is still empty. */
export type PocSnapshotAnswer = PocSnapshot | "none" | "not filled";

/**
 * The snapshot of a PoC stage: `GET …/inference/poc_validation_snapshot/{poc_start_height}`. Times are unix seconds. It exists from the
 * stage's start to setNewValidators; until validationStart `snapshot_height`, the second time and all powers are 0 or empty
 * (data-sources: PoC), which says nothing of what they will be.
 */
export function decodePocSnapshot(body: unknown, asked: { epoch: number; pocStartHeight: number }): Decoded<PocSnapshotAnswer> {
  return decodeLive(body, SHAPE, (root) => {
    const found = root.read("found", bool);
    const message = messageOrNull(root, "snapshot");
    if (found !== (message !== null)) reject("found", `${message !== null}, as the snapshot beside it says`, String(found));
    if (message === null) return "none";
    message.verify("poc_stage_start_height", height, asked.pocStartHeight);
    const row = {
      epoch: asked.epoch,
      poc_start_height: asked.pocStartHeight,
      snapshot_height: message.read("snapshot_height", height),
      generation_start: message.read("generation_start_timestamp", uint64),
      exchange_end: message.read("exchange_end_timestamp", uint64),
      total_network_weight: message.read("total_network_weight", int64),
    };
    const models = message.messages("model_voting_powers");
    const votingPowers = models.flatMap((model) => {
      const model_id = model.read("model_id", text);
      return model.messages("voting_powers").map((entry) => {
        const power = {
          epoch: asked.epoch,
          model_id,
          address: entry.read("address", text),
          voting_power: entry.read("voting_power", int64),
        };
        return checkedRow(pocVotingPowerRow, power, entry.path);
      });
    });
    refuseDuplicates(votingPowers, (power) => JSON.stringify([power.model_id, power.address]), "snapshot.model_voting_powers");
    const snapshot = checkedRow(pocSnapshotRow, row, "snapshot");
    return snapshot.snapshot_height === 0 ? "not filled" : { snapshot, votingPowers };
  });
}
