import {
  type ClassicModelStatsRow,
  type ClassicStatsRow,
  classicModelStatsRow,
  classicStatsRow,
} from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { leaf, leaves, type Shape } from "./known.ts";
import { decodeLive } from "./live-answer.ts";
import { checkedRow, refuseDuplicates } from "./reader.ts";
import { int32, text, uint64 } from "./wire.ts";

const ALL: Shape = { ai_tokens: leaf, inferences: leaf, actual_inferences_cost: leaf };
const BY_MODEL: Shape = { stats_models: leaves("model ai_tokens inferences") };

/** What is asked: an epoch's time, both ends included, unix milliseconds. */
export interface ClassicRange {
  readonly epoch: number;
  readonly from_ms: bigint;
  readonly to_ms: bigint;
}

/** Classic inferences of a time, by when they were requested: `GET …/inference/all_stats_by_time?time_from=&time_to=`. */
export function decodeClassicStats(body: unknown, { epoch, from_ms, to_ms }: ClassicRange): Decoded<ClassicStatsRow> {
  return decodeLive(body, ALL, (root) => {
    const row = {
      ...{ epoch, from_ms, to_ms },
      ai_tokens: root.read("ai_tokens", uint64),
      inferences: root.read("inferences", int32),
      actual_inferences_cost: root.read("actual_inferences_cost", uint64),
    };
    return checkedRow(classicStatsRow, row, root.path);
  });
}

/** The same by model, in an order that the chain doesn't keep: `GET …/inference/models_stats_by_time?time_from=&time_to=`. */
export function decodeClassicModelStats(body: unknown, { epoch }: { epoch: number }): Decoded<ClassicModelStatsRow[]> {
  return decodeLive(body, BY_MODEL, (root, leftOut) => {
    const rows = root.messages("stats_models").flatMap((model) => {
      const row = {
        epoch,
        model_id: model.read("model", text),
        ai_tokens: model.read("ai_tokens", uint64),
        inferences: model.read("inferences", int32),
      };
      // A model's name is what a developer asked for.
      return leftOut.storable(classicModelStatsRow, row, "stats_models[]") ?? [];
    });
    refuseDuplicates(rows, (row) => row.model_id, "stats_models");
    return rows.sort((a, b) => (a.model_id < b.model_id ? -1 : 1));
  });
}
