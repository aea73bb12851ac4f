import { roadmap as catalogue } from "../../roadmap/index.ts";
import { type Board, breakMarks } from "../build/board.ts";
import { chosenIndicator, indicatorLines, indicatorTile } from "../build/indicators.ts";
import { rows } from "../build/panels.ts";
import { kpi } from "../build/queries.ts";
import { queryVariable } from "../build/sources.ts";
import { HORIZON_LINES } from "./shared.ts";

/** The six that the roadmap's near-term priorities name themselves. */
const TRACKED = catalogue.nearTerm.flatMap(({ tracked }) => tracked.map(({ indicator }) => indicator));

export const roadmap: Board = {
  uid: "gonka-roadmap",
  title: "Gonka · Roadmap KPIs",
  description: "How far is the network from its roadmap, and what is missing?",
  from: "now-1y",
  sources: ["kpi"],
  variables: [
    queryVariable("metric", "Metric", "kpi", { kind: "metrics", refId: "metric" }),
    queryVariable("indicator", "Indicator", "kpi", { kind: "indicators", metric: "$metric", refId: "indicator" }),
  ],
  annotations: [breakMarks("$indicator")],
  rows: [
    {
      title: "Horizons",
      panels: [
        indicatorLines("cap.h100e_confirmed", { logarithmic: true, title: "Capacity, on the way to 100K and 1M H100e" }),
        indicatorLines("use.tokens_day", { logarithmic: true, title: "Tokens, on the way to hundreds of billions a day" }),
        rows({
          ...HORIZON_LINES,
          height: 12,
          fields: ["horizon", "line", "indicator", "name", "reading", "state", "coverage", "target from", "reached", "note"],
        }),
      ],
    },
    { title: "Near-term priorities: demand activation", panels: TRACKED.map((id) => indicatorTile(id, { width: 4 })) },
    {
      title: "Metric",
      panels: [
        rows({
          title: "Indicators of $metric",
          description:
            "Every indicator of the chosen metric with its state; without a number the note says who or what is missing.",
          unit: "locale",
          about: { page: "/" },
          queries: [kpi({ kind: "roadmap", metric: "$metric" })],
          fields: ["indicator", "name", "reading", "state", "coverage", "target", "epoch", "estimate", "note", "projects"],
        }),
        chosenIndicator(),
      ],
    },
    {
      title: "Projects",
      panels: [
        rows({
          title: "The 32 projects",
          description:
            "Each with its first PRIMARY indicator that has a number, else its first; “measured” of “primary” have one. The API names all of them.",
          unit: "locale",
          about: { page: "/" },
          height: 14,
          queries: [kpi({ kind: "roadmap", rows: "projects" })],
          fields: ["n", "project", "track", "indicator", "name", "reading", "state", "measured", "primary", "works when"],
        }),
      ],
    },
    {
      title: "Everything",
      panels: [
        rows({
          title: "All indicators",
          description: "The whole catalogue; filter the column “state” for what is missing.",
          unit: "locale",
          about: { page: "/" },
          height: 16,
          queries: [kpi({ kind: "roadmap" })],
          fields: ["metric", "indicator", "name", "reading", "state", "coverage", "last value", "last epoch", "target", "note"],
        }),
      ],
    },
  ],
};
