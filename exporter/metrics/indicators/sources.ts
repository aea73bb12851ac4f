import type { Family } from "../family.ts";

export const indicatorSources: Family = {
  name: "gonka_indicator_sources",
  help: "Fewest sources that agree on any answer that gonka_indicator_value reads.",
  labels: ["indicator"],
  *samples({ indicators }) {
    for (const { id, newest } of indicators)
      if (newest && newest.row.sources !== null) yield [{ indicator: id }, newest.row.sources];
  },
};
