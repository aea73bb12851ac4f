import type { Family } from "../family.ts";

export const sourceDisagreements: Family = {
  name: "gonka_source_disagreements",
  help: "Questions in which the source is odd now: outvoted by a majority, or disputed without one.",
  labels: ["source", "kind"],
  *samples({ sources }) {
    for (const { source, odd } of sources)
      for (const kind of ["outvoted", "disputed"]) yield [{ source, kind }, odd.filter((one) => one.kind === kind).length];
  },
};
