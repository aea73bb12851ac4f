import type { Family } from "../family.ts";

export const epochDisputed: Family = {
  name: "gonka_epoch_disputed",
  help: "1 while the sources differ on the epoch clock without a majority.",
  labels: [],
  samples: ({ clock }) => (clock.kind === "lost" ? [] : [[{}, clock.kind === "disputed" ? 1 : 0]]),
};
