import type { Family } from "../family.ts";

export const chainHalted: Family = {
  name: "gonka_chain_halted",
  help: "1 from when the chain was seen to stand until blocks come again, 0 while they come; absent while nobody can tell.",
  labels: [],
  samples: ({ live: { halt } }) => (halt.halted === null ? [] : [[{}, halt.halted ? 1 : 0]]),
};
