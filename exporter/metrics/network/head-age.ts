import type { Family } from "../family.ts";

export const headAge: Family = {
  name: "gonka_head_age_seconds",
  help: "Time since the newest block that the sources agree on; below 0 when our clock is behind the chain.",
  labels: [],
  samples: ({ head }, now) => (head.kind === "agreed" ? [[{}, (now.getTime() - Date.parse(head.value.time)) / 1000]] : []),
};
