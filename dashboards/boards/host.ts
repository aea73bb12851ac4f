import { type Board, pocMarks } from "../build/board.ts";
import { lines, now, type PanelSpec, rows, timeline } from "../build/panels.ts";
import { kpi, lately, now as newest, nowTable } from "../build/queries.ts";
import { chainVariable, queryVariable } from "../build/sources.ts";
import { UP_WORDS, YES_NO } from "./words.ts";

const OF_HOST = '{chain_id="$chain", address="$host"}';
const HISTORY = [kpi({ kind: "host", host: "$host" })] as const;

/** By epoch, from the epochs of which agreed facts name the host. */
const history = (fields: readonly string[], spec: Omit<PanelSpec, "queries">) =>
  lines({ ...spec, queries: HISTORY, fields: ["time", ...fields], fromZero: true });

export const host: Board = {
  uid: "gonka-host",
  title: "Gonka · Host detail",
  description: "How does this host stand, and what must it do?",
  from: "now-30d",
  sources: ["kpi", "prometheus"],
  variables: [chainVariable(), queryVariable("host", "Host", "kpi", { kind: "hosts", refId: "host" })],
  annotations: [pocMarks()],
  rows: [
    {
      title: "Now",
      panels: [
        now({
          title: "Reachable",
          description: "By vantage point; – while it can't tell, or a maintenance window is open.",
          unit: "none",
          about: { page: "/hosts" },
          words: UP_WORDS,
          queries: [newest(`gonka_host_up${OF_HOST}`, "{{vantage}}")],
        }),
        now({
          title: "Weight",
          description: "Consensus and reward weight in the newest agreed epoch.",
          unit: "locale",
          about: { indicator: "cap.weight_top3_share" },
          queries: [newest(`gonka_host_weight${OF_HOST}`)],
        }),
        now({
          title: "Confirmation ratio",
          description: "Confirmation PoC ratio of the running epoch, as the chain keeps it.",
          unit: "percentunit",
          about: { indicator: "ret.confirmation_ratio_p10" },
          queries: [newest(`gonka_host_confirmation_ratio${OF_HOST}`)],
        }),
        now({
          title: "Miss ratio",
          description:
            "Missed ÷ (completed + missed) requests in the newest epoch with agreed results; – where nothing was assigned.",
          unit: "percentunit",
          about: { indicator: "rel.host_failure_rate" },
          queries: [newest(`gonka_host_miss_ratio${OF_HOST}`)],
        }),
        now({
          title: "Excluded in this epoch",
          description: "During the newest agreed epoch; – while its exclusions are not agreed.",
          unit: "none",
          about: { indicator: "ret.exclusion_rate" },
          words: YES_NO,
          queries: [newest(`gonka_host_excluded${OF_HOST}`)],
        }),
        now({
          title: "Jailed",
          description: "Its validator; – where that is not known.",
          unit: "none",
          about: { indicator: "ret.exclusion_rate" },
          words: YES_NO,
          queries: [newest(`gonka_host_jailed${OF_HOST}`)],
        }),
        now({
          title: "Last probe",
          description: "Time since each vantage point's last probe. What is older than ten minutes says nothing of now.",
          unit: "s",
          about: { page: "/hosts" },
          width: 8,
          queries: [newest(`gonka_host_probe_age_seconds${OF_HOST}`, "{{vantage}}")],
        }),
        rows({
          title: "Versions",
          description: "As the host says it itself; a cell is empty where it did not say.",
          unit: "none",
          about: { indicator: "img.adoption" },
          width: 16,
          height: 4,
          queries: [nowTable(`gonka_host_version_info${OF_HOST}`)],
          fields: ["api_version", "node_version", "mlnode_versions"],
        }),
        timeline({
          title: "Reachable, lately",
          description:
            "As each vantage point saw it, as long as Prometheus remembers. Gaps: it could not tell, maintenance, or nobody scraped.",
          unit: "none",
          about: { page: "/hosts" },
          words: UP_WORDS,
          queries: [lately(`gonka_host_up${OF_HOST}`, "{{vantage}}")],
        }),
      ],
    },
    {
      title: "By epoch",
      panels: [
        history(["weight", "confirmation weight"], {
          title: "Weight and confirmed weight",
          description: "Of each epoch whose members are agreed.",
          unit: "locale",
          about: { indicator: "cap.weight_top3_share" },
        }),
        history(["miss ratio"], {
          title: "Miss ratio by epoch",
          description: "Missed ÷ (completed + missed); no point where nothing was assigned or the results are not agreed.",
          unit: "percentunit",
          about: { indicator: "rel.host_failure_rate" },
        }),
        history(["rewarded", "earned"], {
          title: "Rewards and earnings",
          description: "Of the epoch, by its agreed results; claimed or not.",
          unit: "suffix:GNK",
          about: { indicator: "ret.reward_per_h100e" },
        }),
        history(["inferences", "missed", "invalidated"], {
          title: "Inferences",
          description: "Completed, missed and invalidated in the epoch, by its agreed results.",
          unit: "locale",
          about: { indicator: "rel.host_failure_rate" },
        }),
        rows({
          title: "Epochs",
          description: "Everything that agreed facts say of the host, oldest first; – is not known.",
          unit: "locale",
          about: { page: "/hosts" },
          height: 12,
          queries: HISTORY,
        }),
      ],
    },
  ],
};
