import { type Board, breakMarks } from "../build/board.ts";
import { indicatorByLabel, indicatorLines, indicatorsTogether, indicatorTile } from "../build/indicators.ts";

export const inference: Board = {
  uid: "gonka-inference",
  title: "Gonka · Inference and demand",
  description: "Is the network used, by whom, and is capacity filled with useful work?",
  from: "now-90d",
  sources: ["kpi"],
  annotations: [breakMarks("use.tokens_day")],
  rows: [
    {
      title: "Newest",
      panels: [
        ...["use.tokens_day", "use.active_payers", "use.value_flow_host"].map((id) => indicatorTile(id)),
        ...["scl.utilization", "mkm.trigger_days", "use.new_devs_activated"].map((id) => indicatorTile(id)),
      ],
    },
    {
      title: "Tokens",
      panels: [
        indicatorLines("use.tokens_day", { fromZero: true }),
        indicatorLines("use.tokens_day", { axis: "day", title: "Tokens per UTC day", fromZero: true }),
        indicatorsTogether(
          "aux.tokens_sessions",
          [
            "aux.tokens_host_counters",
            "aux.tokens_settled",
            "aux.tokens_host_epoch_stats",
            "aux.tokens_mlnodes",
            "aux.tokens_classic",
          ],
          "Tokens per day, by each estimator",
          { width: 24, fromZero: true },
        ),
        indicatorByLabel("aux.tokens_reconciliation", "Estimators against each other"),
        indicatorByLabel("aux.session_outcomes", "Session attempts by what became of them", { fromZero: true }),
      ],
    },
    {
      title: "Who pays",
      panels: [
        indicatorByLabel("use.active_payers", "Payers by window", { fromZero: true }),
        indicatorLines("use.value_flow_host", { fromZero: true }),
        indicatorLines("use.new_devs_activated", { fromZero: true }),
        indicatorLines("aux.spend_per_payer", { fromZero: true }),
        indicatorLines("dev.repeat_usage", { fromZero: true }),
        indicatorLines("mkm.reward_work_corr"),
      ],
    },
    {
      title: "Is capacity used?",
      panels: [
        indicatorLines("scl.utilization", { fromZero: true }),
        indicatorByLabel("scl.utilization", "Utilization by model", { fromZero: true }),
        indicatorByLabel("aux.busy_share", "Busy share of ML nodes by model", { fromZero: true }),
        indicatorLines("mkm.trigger_days", { fromZero: true }),
      ],
    },
  ],
};
