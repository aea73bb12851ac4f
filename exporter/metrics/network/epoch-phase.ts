import type { Family } from "../family.ts";

export const epochPhase: Family = {
  name: "gonka_epoch_phase",
  help: "1 for the phase the newest epoch is in by the agreed head: poc_generate, poc_exchange, poc_validate, changeover or inference.",
  labels: ["phase"],
  samples: ({ live: { epochClock } }) => (epochClock ? [[{ phase: epochClock.phase }, 1]] : []),
};
