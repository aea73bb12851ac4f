import { type Board, breakMarks, pocMarks } from "../build/board.ts";
import { indicatorByLabel, indicatorLines, indicatorTile } from "../build/indicators.ts";
import { now, rows } from "../build/panels.ts";
import { now as newest } from "../build/queries.ts";
import { chainVariable } from "../build/sources.ts";
import { chainMoves, HORIZON_LINES } from "./shared.ts";
import { PHASE_DESCRIPTION } from "./words.ts";

/** Auxiliary series have the metric none. */
const STATES_OF_ROADMAP =
  'count by (state) (gonka_indicator_state{chain_id="$chain"} == 1 and on (indicator) gonka_indicator_info{chain_id="$chain", metric!="none"})';

export const overview: Board = {
  uid: "gonka-overview",
  title: "Gonka · Overview",
  description: "Is the network healthy this minute, and how does it stand against its roadmap?",
  from: "now-30d",
  sources: ["kpi", "prometheus"],
  variables: [chainVariable()],
  annotations: [breakMarks("use.tokens_day"), pocMarks()],
  rows: [
    {
      title: "The network now",
      panels: [
        now({
          title: "Newest block",
          description:
            "Time since the newest block that the sources agree on; – while they don't. Below 0 our clock is behind the chain.",
          unit: "s",
          about: { indicator: "rel.chain_liveness" },
          queries: [newest('gonka_head_age_seconds{chain_id="$chain"}')],
        }),
        chainMoves(),
        now({
          title: "Epoch",
          description: "Effective epoch that the sources agree on. An epoch takes about 22.6 h.",
          unit: "none",
          about: { page: "/now" },
          queries: [newest('gonka_epoch{chain_id="$chain"}')],
        }),
        now({
          title: "Phase",
          description: PHASE_DESCRIPTION,
          unit: "none",
          about: { page: "/now" },
          words: { "1": " " },
          queries: [newest('gonka_epoch_phase{chain_id="$chain"}', "{{phase}}")],
        }),
        now({
          title: "Until the next PoC",
          description: "Blocks until the next PoC starts; a block takes about 5 to 6 s.",
          unit: "suffix:blocks",
          about: { page: "/now" },
          queries: [newest('gonka_epoch_blocks_remaining{chain_id="$chain"}')],
        }),
        now({
          title: "Sources in disagreement",
          description: "Questions in which a source is odd now: outvoted by a majority, or disputed without one.",
          unit: "suffix:questions",
          about: { page: "/quality" },
          queries: [newest('sum by (kind) (gonka_source_disagreements{chain_id="$chain"})', "{{kind}}")],
        }),
        now({
          title: "Hosts by state",
          description:
            "Active hosts by the state that most vantage points see them in. Unknown is neither up nor down: nobody can tell, or it was not probed.",
          unit: "suffix:hosts",
          about: { indicator: "cap.hosts_active" },
          width: 12,
          queries: [newest('gonka_hosts{chain_id="$chain"}', "{{state}}")],
        }),
        now({
          title: "Indicators by state",
          description: "Of the roadmap's 139 indicators: how many have a number (ok, provisional), and why the others have none.",
          unit: "suffix:indicators",
          about: { page: "/" },
          width: 12,
          queries: [newest(STATES_OF_ROADMAP, "{{state}}")],
        }),
      ],
    },
    {
      title: "Against the roadmap",
      panels: [
        ...["cap.h100e_confirmed", "use.tokens_day", "cap.hosts_active"].map((id) => indicatorTile(id, { width: 4 })),
        ...["scl.utilization", "rel.host_failure_rate", "scl.models_active"].map((id) => indicatorTile(id, { width: 4 })),
        rows({
          ...HORIZON_LINES,
          fields: ["horizon", "line", "indicator", "reading", "state", "coverage", "reached"],
          widths: { horizon: 80, line: 420 },
        }),
      ],
    },
    {
      title: "How it went",
      panels: [
        indicatorLines("cap.h100e_confirmed", { fromZero: true }),
        indicatorLines("use.tokens_day", { fromZero: true }),
        indicatorLines("cap.hosts_active", { fromZero: true }),
        indicatorLines("rel.host_failure_rate", { fromZero: true }),
        indicatorByLabel("mdl.vote_margin", "Margin to 2/3 by model group", { width: 24 }),
      ],
    },
  ],
};
