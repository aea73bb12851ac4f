import type { Family } from "../family.ts";

export const indicatorCoverage: Family = {
  name: "gonka_indicator_coverage_ratio",
  help: "Share of reality that gonka_indicator_value saw; absent where the whole is unknown.",
  labels: ["indicator"],
  *samples({ indicators }) {
    for (const { id, newest } of indicators)
      if (newest && newest.row.coverage !== null) yield [{ indicator: id }, newest.row.coverage];
  },
};
