import type { Family } from "../family.ts";

export const indicatorValue: Family = {
  name: "gonka_indicator_value",
  help: "Network-wide value of the newest epoch that has a number, in the unit of gonka_indicator_info.",
  labels: ["indicator"],
  samples: ({ indicators }) =>
    indicators.flatMap(({ id, newest }) => (newest ? [[{ indicator: id }, newest.value] as const] : [])),
};
