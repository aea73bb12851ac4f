import type { Family } from "../family.ts";

export const headHeight: Family = {
  name: "gonka_head_height",
  help: "Height of the newest block that the sources agree on.",
  labels: [],
  samples: ({ head }) => (head.kind === "agreed" ? [[{}, head.value.height]] : []),
};
