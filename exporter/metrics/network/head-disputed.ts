import type { Family } from "../family.ts";

export const headDisputed: Family = {
  name: "gonka_head_disputed",
  help: "1 while the sources differ on the head without a majority.",
  labels: [],
  samples: ({ head }) => (head.kind === "lost" ? [] : [[{}, head.kind === "disputed" ? 1 : 0]]),
};
