import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dialect } from "./dialect.ts";
import { decodePocEvents } from "./poc-events.ts";
import { decoderProperties } from "./testing/properties.ts";
import { epochs, heights, int64Json, messageJson, uint64s } from "./testing/wire-json.ts";

const PHASES = ["INACTIVE", "GRACE_PERIOD", "GENERATION", "VALIDATION", "COMPLETED"].map((name) => `CONFIRMATION_POC_${name}`);

function events(dialect: Dialect) {
  const row = fc.record({
    event_sequence: uint64s(dialect),
    trigger_height: heights(1),
    generation_start_height: heights(1),
    phase: fc.constantFrom(...PHASES),
    poc_seed_block_hash: fc.constantFrom("", "2a5139e51fd2b898"),
  });
  return fc
    .tuple(epochs(dialect), fc.uniqueArray(row, { maxLength: 5, selector: ({ event_sequence }) => event_sequence }))
    .map(([epoch, rows]) => ({ epoch, rows: rows.map((own) => ({ epoch, ...own })) }));
}

decoderProperties("decodePocEvents", {
  cases: events,
  body: ({ rows }, dialect) => ({
    events: rows.map((row) =>
      messageJson(dialect, {
        epoch_index: int64Json(dialect, row.epoch),
        event_sequence: int64Json(dialect, row.event_sequence),
        trigger_height: int64Json(dialect, row.trigger_height),
        generation_start_height: int64Json(dialect, row.generation_start_height),
        phase: dialect === "gateway" ? row.phase : PHASES.indexOf(row.phase),
        poc_seed_block_hash: row.poc_seed_block_hash,
      }),
    ),
  }),
  decode: (body, { epoch }) => decodePocEvents(body, { epoch }),
  expected: ({ rows }) => rows,
});

describe("decodePocEvents", () => {
  const event = {
    epoch_index: "5",
    event_sequence: "0",
    trigger_height: "547",
    generation_start_height: "549",
    poc_seed_block_hash: "",
  };

  it("keeps a phase it doesn't know by name, and rejects one it doesn't know by number", () => {
    const later = decodePocEvents({ events: [{ ...event, phase: "CONFIRMATION_POC_APPEAL" }] }, { epoch: 5 });
    expect(later.ok && later.value[0]?.phase).toBe("CONFIRMATION_POC_APPEAL");
    expect(decodePocEvents({ events: [{ ...event, phase: 5 }] }, { epoch: 5 }).ok).toBe(false);
    expect(decodePocEvents({ events: [{ ...event, phase: "completed" }] }, { epoch: 5 }).ok).toBe(false);
  });

  it("rejects two events with one sequence number", () => {
    const phase = "CONFIRMATION_POC_COMPLETED";
    expect(decodePocEvents({ events: [event, event].map((own) => ({ ...own, phase })) }, { epoch: 5 })).toEqual({
      ok: false,
      reason: 'events: expected each once, got "0" twice',
    });
  });
});
