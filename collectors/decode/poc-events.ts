import { type PocEventRow, pocEventRow } from "../../storage/facts/rows.ts";
import { type AnswerFormat, decodeAnswer } from "./answer.ts";
import type { Decoded } from "./decoded.ts";
import { probe } from "./dialect.ts";
import { leaves } from "./known.ts";
import { checkedRow, type ObjectReader, refuseDuplicates } from "./reader.ts";
import { due, enumOf, epoch, height, text, uint64 } from "./wire.ts";

/** A confirmation PoC event's fields; `epoch_info` carries the active one. */
export const POC_EVENT = leaves("epoch_index event_sequence trigger_height generation_start_height phase poc_seed_block_hash");

const FORMAT: AnswerFormat = {
  shape: { events: POC_EVENT, pagination: leaves("next_key total") },
  probes: ["events.epoch_index", "events.trigger_height", "events.generation_start_height", "events.event_sequence"].map(probe),
};

/** `ConfirmationPoCPhase` of confirmation_poc.proto, in the order of its integers. */
const phase = enumOf("CONFIRMATION_POC_", [
  "CONFIRMATION_POC_INACTIVE",
  "CONFIRMATION_POC_GRACE_PERIOD",
  "CONFIRMATION_POC_GENERATION",
  "CONFIRMATION_POC_VALIDATION",
  "CONFIRMATION_POC_COMPLETED",
]);

function eventOf(event: ObjectReader, asked: { epoch: number }): PocEventRow {
  event.verify("epoch_index", epoch, asked.epoch);
  const row = {
    epoch: asked.epoch,
    event_sequence: event.read("event_sequence", uint64),
    trigger_height: event.read("trigger_height", due(height)),
    generation_start_height: event.read("generation_start_height", due(height)),
    phase: event.read("phase", phase),
    poc_seed_block_hash: event.read("poc_seed_block_hash", text),
  };
  return checkedRow(pocEventRow, row, event.path);
}

/** Confirmation PoC events of an epoch: `GET …/inference/confirmation_poc_events/{epoch}`. */
export function decodePocEvents(body: unknown, asked: { epoch: number }): Decoded<PocEventRow[]> {
  return decodeAnswer(body, FORMAT, (root) => {
    const rows = root.messages("events").map((event) => eventOf(event, asked));
    refuseDuplicates(rows, (row) => row.event_sequence.toString(), "events");
    return rows;
  });
}
