import type { Family } from "../family.ts";

export const headLag: Family = {
  name: "gonka_chain_head_lag_blocks",
  help: "Blocks that the source was behind the highest head told by agreeing sources when it was last polled; absent where it did not tell.",
  labels: ["source"],
  *samples({ live }) {
    for (const [source, { health, lagBlocks }] of live.sources)
      if (lagBlocks !== null && health !== "stale") yield [{ source }, lagBlocks];
  },
};
