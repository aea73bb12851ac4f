import { type Board, pocMarks } from "../build/board.ts";
import { indicatorByLabel, indicatorLines, indicatorTile } from "../build/indicators.ts";
import { lines, now, rows } from "../build/panels.ts";
import { kpi, lately, now as newest } from "../build/queries.ts";
import { chainVariable } from "../build/sources.ts";

export const capacity: Board = {
  uid: "gonka-capacity",
  title: "Gonka · Capacity and hosts",
  description: "How much compute is there, who holds it, and do hosts stay?",
  from: "now-90d",
  sources: ["kpi", "prometheus"],
  variables: [chainVariable()],
  annotations: [pocMarks()],
  rows: [
    {
      title: "Now",
      panels: [
        ...["cap.h100e_confirmed", "scl.usable_h100e", "cap.gpus_registered"].map((id) => indicatorTile(id)),
        ...["cap.hosts_active", "cap.hosts_net_new_30d", "cap.weight_top3_share"].map((id) => indicatorTile(id)),
        now({
          title: "Hosts by state",
          description: "Active hosts by the state that most vantage points see them in. Unknown is neither up nor down.",
          unit: "suffix:hosts",
          about: { indicator: "cap.hosts_active" },
          width: 12,
          queries: [newest('gonka_hosts{chain_id="$chain"}', "{{state}}")],
        }),
        now({
          title: "Weight of all members",
          description: "Consensus and reward weight of the members of the newest agreed epoch.",
          unit: "locale",
          about: { indicator: "cap.weight_top3_share" },
          width: 4,
          queries: [newest('sum(gonka_host_weight{chain_id="$chain"})')],
        }),
        now({
          title: "Excluded in this epoch",
          description: "Members excluded during the newest agreed epoch; – while its exclusions are not agreed.",
          unit: "suffix:hosts",
          about: { indicator: "ret.exclusion_rate" },
          width: 4,
          queries: [newest('sum(gonka_host_excluded{chain_id="$chain"})')],
        }),
        now({
          title: "Jailed",
          description: "Hosts whose validator is jailed, of those whose validator is known.",
          unit: "suffix:hosts",
          about: { indicator: "ret.exclusion_rate" },
          width: 4,
          queries: [newest('sum(gonka_host_jailed{chain_id="$chain"})')],
        }),
      ],
    },
    {
      title: "Hosts",
      panels: [
        rows({
          title: "Hosts",
          description:
            "Members of the newest agreed epoch, heaviest first. Miss ratios are of the newest epoch with agreed results; – is not known, never 0.",
          unit: "locale",
          about: { page: "/hosts" },
          height: 14,
          queries: [kpi({ kind: "host" })],
          fields: [
            "rank",
            "address",
            "moniker",
            "state",
            "reason",
            "weight",
            "share",
            "confirmation ratio",
            "miss ratio",
            "excluded",
            "jailed",
            "api version",
          ],
        }),
        lines({
          title: "Hosts by state, lately",
          description: "As long as Prometheus remembers. Gaps: nobody scraped, or the service was away.",
          unit: "suffix:hosts",
          about: { indicator: "cap.hosts_active" },
          width: 24,
          fromZero: true,
          queries: [lately('gonka_hosts{chain_id="$chain"}', "{{state}}")],
        }),
      ],
    },
    {
      title: "Capacity by epoch",
      panels: [
        indicatorLines("cap.h100e_confirmed", { fromZero: true }),
        indicatorByLabel("cap.h100e_confirmed", "Confirmed H100-equivalents by model", { fromZero: true }),
        indicatorByLabel("cap.gpus_registered", "Registered accelerators by device", { fromZero: true }),
        indicatorLines("scl.usable_h100e", { fromZero: true }),
        indicatorLines("cap.weight_top3_share", { fromZero: true }),
        indicatorLines("hw.non_default_share", { fromZero: true }),
      ],
    },
    {
      title: "Do hosts stay?",
      panels: [
        indicatorLines("cap.hosts_active", { fromZero: true }),
        indicatorLines("cap.hosts_net_new_30d"),
        indicatorLines("ret.host_retention_30d", { fromZero: true }),
        indicatorLines("ret.weight_retention_30d", { fromZero: true }),
        indicatorByLabel("ret.exclusion_rate", "Involuntary exclusions by reason", { fromZero: true }),
        indicatorLines("ret.confirmation_ratio_p10", { fromZero: true }),
        indicatorLines("ret.reward_per_h100e", { fromZero: true }),
        indicatorLines("sup.first_epoch_success", { fromZero: true }),
      ],
    },
  ],
};
