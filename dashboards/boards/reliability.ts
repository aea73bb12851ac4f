import { type Board, pocMarks } from "../build/board.ts";
import { indicatorByLabel, indicatorLines, indicatorTile } from "../build/indicators.ts";
import { lines, now, timeline } from "../build/panels.ts";
import { lately, now as newest } from "../build/queries.ts";
import { chainVariable } from "../build/sources.ts";
import { chainMoves } from "./shared.ts";
import { HALT_WORDS } from "./words.ts";

export const reliability: Board = {
  uid: "gonka-reliability",
  title: "Gonka · Reliability",
  description: "Does the chain go on, do hosts answer, and is work validated and settled?",
  from: "now-30d",
  sources: ["kpi", "prometheus"],
  variables: [chainVariable()],
  annotations: [pocMarks()],
  rows: [
    {
      title: "Now",
      panels: [
        chainMoves(),
        now({
          title: "Newest block",
          description: "Time since the newest block that the sources agree on.",
          unit: "s",
          about: { indicator: "rel.chain_liveness" },
          queries: [newest('gonka_head_age_seconds{chain_id="$chain"}')],
        }),
        now({
          title: "Hosts down and unknown",
          description: "Of the active hosts, by what most vantage points see. Unknown counts neither as up nor as down.",
          unit: "suffix:hosts",
          about: { indicator: "cap.hosts_active" },
          width: 8,
          queries: [newest('gonka_hosts{chain_id="$chain", state=~"down|unknown|maintenance"}', "{{state}}")],
        }),
        now({
          title: "Worst miss ratio",
          description: "The highest of all hosts, in the newest epoch with agreed results.",
          unit: "percentunit",
          about: { indicator: "rel.host_failure_rate" },
          queries: [newest('max(gonka_host_miss_ratio{chain_id="$chain"})')],
        }),
        now({
          title: "Prober",
          description:
            "1 while the vantage point's last round says something of the hosts; 0 while its own connection is in doubt.",
          unit: "none",
          about: { page: "/quality" },
          words: { "0": "✕ in doubt", "1": "● can tell" },
          queries: [newest('gonka_probe_round_valid{chain_id="$chain"}', "{{vantage}}")],
        }),
        ...["rel.host_failure_rate", "rel.chain_liveness", "rel.validation_settlement"].map((id) => indicatorTile(id)),
        ...["rel.inference_availability", "rel.ttft_p95", "rel.incident_mttr"].map((id) => indicatorTile(id)),
        timeline({
          title: "Blocks, lately",
          description: "As long as Prometheus remembers. Gaps: nobody could tell, or nobody scraped.",
          unit: "none",
          about: { indicator: "rel.chain_liveness" },
          height: 4,
          words: HALT_WORDS,
          queries: [lately('gonka_chain_halted{chain_id="$chain"}', "chain")],
        }),
        lines({
          title: "Age of the newest block",
          description: "Time since the newest block that the sources agree on, as it was scraped.",
          unit: "s",
          about: { indicator: "rel.chain_liveness" },
          fromZero: true,
          queries: [lately('gonka_head_age_seconds{chain_id="$chain"}', "newest block")],
        }),
        lines({
          title: "Sources behind the head",
          description:
            "Blocks that each source was behind the highest head told by agreeing sources; no line where it did not tell.",
          unit: "suffix:blocks",
          about: { page: "/quality" },
          fromZero: true,
          queries: [lately('gonka_chain_head_lag_blocks{chain_id="$chain"}', "{{source}}")],
        }),
      ],
    },
    {
      title: "By epoch",
      panels: [
        indicatorLines("rel.host_failure_rate", { fromZero: true }),
        indicatorLines("rel.chain_liveness"),
        indicatorByLabel("rel.validation_settlement", "Validation and settlement by measure"),
        indicatorLines("ret.confirmation_ratio_p10", { fromZero: true }),
        indicatorLines("aux.host_uptime", { fromZero: true }),
        indicatorByLabel("mdl.group_losses", "Model groups lost", { fromZero: true }),
        indicatorLines("mnt.protected_downtime", { fromZero: true }),
        indicatorByLabel("sbx.availability", "Sandbox availability by source", { fromZero: true }),
      ],
    },
  ],
};
