import { type Board, breakMarks, pocMarks } from "../build/board.ts";
import { indicatorByLabel, indicatorLines, indicatorOfModel, indicatorTile } from "../build/indicators.ts";
import { rows } from "../build/panels.ts";
import { kpi } from "../build/queries.ts";
import { queryVariable } from "../build/sources.ts";

export const models: Board = {
  uid: "gonka-models",
  title: "Gonka · Models",
  description: "Which models are served, by whom, how fast, and how safely do their groups stand above 2/3?",
  from: "now-90d",
  sources: ["kpi"],
  variables: [queryVariable("model", "Model", "kpi", { kind: "models", refId: "model" })],
  annotations: [breakMarks("use.tokens_day"), pocMarks()],
  rows: [
    {
      title: "All models",
      panels: [
        rows({
          title: "Model groups now",
          description:
            "Of the newest agreed epoch. Weights are raw: not comparable between models. A group without a verdict “agreed” shows –.",
          unit: "locale",
          about: { page: "/models" },
          width: 16,
          height: 8,
          queries: [kpi({ kind: "model" })],
        }),
        indicatorTile("scl.models_active", { height: 8 }),
        indicatorTile("mdl.new_model_token_share", { height: 8 }),
        indicatorByLabel("mdl.hosts_per_model", "Hosts and H100e by model group", { fromZero: true }),
        indicatorByLabel("mdl.vote_margin", "Margin to 2/3 by model group"),
        indicatorByLabel("scl.capacity_tps", "Serving capacity by model", { fromZero: true }),
        indicatorByLabel("scl.throughput_per_h100e", "Real throughput per H100e by model and device", { fromZero: true }),
        indicatorByLabel("scl.poc_real_corr", "PoC weight against real throughput by model"),
        indicatorByLabel("mdl.launch_lead_time", "Launch lead time by model", { fromZero: true }),
        indicatorLines("scl.models_active", { fromZero: true }),
        indicatorLines("mdl.group_losses", { fromZero: true }),
      ],
    },
    {
      title: "$model",
      panels: [
        indicatorOfModel("use.tokens_day", { fromZero: true }),
        indicatorOfModel("scl.utilization", { fromZero: true }),
        indicatorOfModel("scl.capacity_tps", { fromZero: true }),
        indicatorOfModel("cap.h100e_confirmed", { fromZero: true }),
        indicatorOfModel("mdl.vote_margin"),
        indicatorOfModel("aux.session_outcomes", { fromZero: true }),
      ],
    },
  ],
};
