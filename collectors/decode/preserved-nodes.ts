import { type PreservedNodeRow, preservedNodeRow } from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { leaf, leaves, type Shape } from "./known.ts";
import { decodeLive, messageOrNull } from "./live-answer.ts";
import { refuseDuplicates, reject } from "./reader.ts";
import { bool, due, height, text } from "./wire.ts";

const SHAPE: Shape = {
  snapshot: {
    episode_anchor_height: leaf,
    model_preserved_nodes: { model_id: leaf, participants: leaves("participant_id node_ids") },
  },
  found: leaf,
};

/**
 * ML nodes that keep serving through a PoC: `GET …/inference/preserved_nodes_snapshot`; null where there is no snapshot. The anchor is the
 * start of the PoC, or the trigger height of a confirmation PoC, that the snapshot was taken for. It may list nobody. Node ids are the
 * hosts' own words: one that no row can hold is left out and reported.
 */
export function decodePreservedNodes(body: unknown, asked: { epoch: number }): Decoded<PreservedNodeRow[] | null> {
  return decodeLive(body, SHAPE, (root, leftOut) => {
    const found = root.read("found", bool);
    const snapshot = messageOrNull(root, "snapshot");
    if (found !== (snapshot !== null)) reject("found", `${snapshot !== null}, as the snapshot beside it says`, String(found));
    if (snapshot === null) return null;
    const anchor_height = snapshot.read("episode_anchor_height", due(height));
    const rows = snapshot.messages("model_preserved_nodes").flatMap((model) => {
      const model_id = model.read("model_id", text);
      return model.messages("participants").flatMap((participant) => {
        const address = participant.read("participant_id", text);
        return participant.scalars("node_ids", text).flatMap((node_id) => {
          const row = { epoch: asked.epoch, anchor_height, model_id, address, node_id };
          return leftOut.storable(preservedNodeRow, row, "snapshot.model_preserved_nodes[].participants[]") ?? [];
        });
      });
    });
    refuseDuplicates(rows, (row) => JSON.stringify([row.model_id, row.address, row.node_id]), "snapshot.model_preserved_nodes");
    return rows;
  });
}
