import type { NearTermPriority } from "./types.ts";

/** What the roadmap puts first, and the words in which it says so. */
export const nearTerm: readonly NearTermPriority[] = [
  {
    name: "Core stability and reliability",
    words: ["inference availability", "model-serving stability", "PoC timing", "validation", "latency", "uptime", "security"],
    tracked: [],
    indicators: [
      "rel.inference_availability",
      "rel.host_failure_rate",
      "rel.chain_liveness",
      "rel.validation_settlement",
      "rel.ttft_p95",
      "ret.confirmation_ratio_p10",
      "mdl.vote_margin",
      "ent.critical_findings_open",
    ],
  },
  {
    name: "Economic alignment review",
    words: ["demand", "hardware requirements", "PoC parameters", "reward logic", "uneven incentives for hosts"],
    tracked: [],
    indicators: ["ret.reward_per_h100e", "mkm.reward_work_corr", "scl.poc_real_corr", "mdl.hosts_per_model"],
  },
  {
    name: "Demand activation",
    words: [
      "daily tokens processed",
      "active inference users",
      "active applications",
      "utilization",
      "retained usage after credits",
      "consumer-to-host value flow",
    ],
    tracked: [
      { words: "daily tokens processed", indicator: "use.tokens_day" },
      { words: "active inference users", indicator: "use.active_payers" },
      { words: "active applications", indicator: "use.active_apps" },
      { words: "utilization", indicator: "scl.utilization" },
      { words: "retained usage after credits", indicator: "use.retained_after_credits" },
      { words: "consumer-to-host value flow", indicator: "use.value_flow_host" },
    ],
    indicators: [
      "use.tokens_day",
      "use.active_payers",
      "use.active_apps",
      "scl.utilization",
      "use.retained_after_credits",
      "use.value_flow_host",
    ],
  },
];
