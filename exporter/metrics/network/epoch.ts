import type { Family } from "../family.ts";

export const epoch: Family = {
  name: "gonka_epoch",
  help: "Effective epoch that the sources agree on.",
  labels: [],
  samples: ({ clock }) => (clock.kind === "agreed" ? [[{}, clock.value.effective_epoch]] : []),
};
