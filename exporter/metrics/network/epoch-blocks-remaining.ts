import type { Family } from "../family.ts";

export const epochBlocksRemaining: Family = {
  name: "gonka_epoch_blocks_remaining",
  help: "Blocks until the next PoC starts.",
  labels: [],
  samples: ({ live: { epochClock } }) => (epochClock ? [[{}, epochClock.epochBlocksLeft]] : []),
};
