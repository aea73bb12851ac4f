import type { Horizon } from "./types.ts";

/** The three levels of scale the roadmap builds toward, in its own words. Only the lines with a number carry a target. */
export const horizons: readonly Horizon[] = [
  {
    id: "H1",
    name: "Horizon 1. Lead DeAI",
    goal: "The nearest goal is to become the leading decentralized AI compute network.",
    lines: [
      {
        text: "largest H100-equivalent usable capacity among DeAI networks",
        indicators: ["cap.h100e_rank_deai", "scl.usable_h100e"],
        target: { kind: "rank", value: 1 },
      },
      {
        text: "multi-model and multi-modality network",
        indicators: ["scl.models_active"],
        target: null,
      },
      {
        text: "real and reliable inference usage",
        indicators: ["use.tokens_day", "rel.inference_availability", "rel.host_failure_rate"],
        target: null,
      },
      {
        text: "strong developer and contributor activation",
        indicators: ["use.new_devs_activated", "com.contributor_retention"],
        target: null,
      },
      {
        text: "strong visibility among the AI infrastructure market, hosts, developers, and ecosystem partners.",
        indicators: ["mkt.publications", "mkt.search_visibility", "mkt.community_size", "mkt.citations"],
        target: null,
      },
    ],
  },
  {
    id: "H2",
    name: "Horizon 2. Compete with neoclouds",
    goal:
      "The next goal is to compete with AI infrastructure and neocloud " +
      "providers such as Nebius, CoreWeave, Lambda and similar platforms.",
    lines: [
      {
        text: "100K–250K H100 / accelerator-equivalent capacity",
        indicators: ["cap.h100e_confirmed", "scl.usable_h100e"],
        target: { kind: "range", low: 100_000, high: 250_000, unit: "H100e" },
      },
      {
        text: "hundreds of billions of inference tokens per day",
        indicators: ["use.tokens_day"],
        target: {
          kind: "order",
          low: 100_000_000_000,
          high: 1_000_000_000_000,
          unit: "tokens/day",
          note: '"hundreds of billions" read as 100 billion or more; the roadmap gives no exact number',
        },
      },
      {
        text: "stable API, model catalog",
        indicators: ["ent.slo_attainment", "ent.api_breaks", "scl.models_active"],
        target: null,
      },
      {
        text: "enterprise / private inference paths.",
        indicators: ["ent.private_tokens_day", "ent.pilots_active", "ent.tee_share"],
        target: null,
      },
    ],
  },
  {
    id: "NS",
    name: "North Star. Frontier-scale decentralized compute",
    goal: "The long-term direction for Gonka is to become a decentralized compute layer for frontier-scale AI infrastructure.",
    lines: [
      {
        text: "1M+ H100 / accelerator-equivalent capacity",
        indicators: ["cap.h100e_confirmed", "scl.usable_h100e"],
        target: { kind: "at_least", low: 1_000_000, unit: "H100e" },
      },
      {
        text: "trillions of inference tokens per day",
        indicators: ["use.tokens_day"],
        target: {
          kind: "order",
          low: 1_000_000_000_000,
          unit: "tokens/day",
          note: '"trillions" read as 1 trillion or more; the roadmap gives no exact number',
        },
      },
      {
        text: "low-cost inference at global scale",
        indicators: ["mkm.price_demand", "rel.ttft_p95"],
        target: null,
      },
      {
        text: "trusted execution, verification, and privacy architecture",
        indicators: ["ent.tee_share", "tee.attest_success", "tee.threat_model"],
        target: null,
      },
      {
        text: "ability to train, fine-tune, and serve Gonka-native models.",
        indicators: ["trn.runs_completed", "trn.primitives_ready"],
        target: null,
      },
    ],
  },
];
