import type { Family } from "../family.ts";

export const indicatorState: Family = {
  name: "gonka_indicator_state",
  help: "1 for the state of the newest epoch bucket of the indicator.",
  labels: ["indicator", "state"],
  samples: ({ indicators }) => indicators.map(({ id, state }) => [{ indicator: id, state }, 1]),
};
