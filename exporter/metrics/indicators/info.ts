import type { IndicatorStatus } from "../../snapshot/indicators.ts";
import type { Family, Labels } from "../family.ts";

export const indicatorInfo: Family = {
  name: "gonka_indicator_info",
  help: "1 for each indicator and auxiliary series (metric and source class none), with its roadmap metric, source class and unit.",
  labels: ["indicator", "metric", "source_class", "unit"],
  samples: ({ indicators }) => indicators.map((status) => [labelsOf(status), 1]),
};

function labelsOf({ id, entry }: IndicatorStatus): Labels {
  if (entry.kind === "auxiliary") return { indicator: id, metric: "none", source_class: "none", unit: entry.series.unit };
  const { metric, sourceClass, unit } = entry.indicator;
  return { indicator: id, metric, source_class: sourceClass, unit };
}
