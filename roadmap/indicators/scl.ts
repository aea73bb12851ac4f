import { EVERY_DAY, EVERY_EPOCH, EVERY_HOUR } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Scaling: how much of the capacity is usable, and used. */
export const scl: readonly IndicatorEntry[] = [
  {
    id: "scl.usable_h100e",
    name: "Usable H100-equivalent capacity",
    metric: "M5",
    part: "live",
    definition:
      "cap.h100e_confirmed restricted to hosts that are not excluded, answer the health " +
      "probe, serve an approved model and have host failure rate < 10 % in the epoch",
    unit: "H100e; % of confirmed",
    direction: "up",
    target:
      'H2: "100K–250K H100 / accelerator-equivalent capacity"; North Star: "1M+ H100 / accelerator-equivalent ' +
      'capacity"; H1 (relative): "largest H100-equivalent usable capacity among DeAI networks"',
    sourceClass: "A+B estimate",
    source: "as cap.h100e_confirmed + own probes + host stats",
    labels: ["measure"],
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "not_enough_data" },
  },
  {
    id: "scl.utilization",
    name: "Utilization with useful work",
    metric: "M5",
    part: "inference",
    definition:
      "tokens served ÷ benchmarked token capacity per model over the same window; network value weighted by H100e. The " +
      "chain's own value is shown beside it, labelled: its capacity is PoC weight used as tokens/s and the query is reported " +
      "broken",
    unit: "%",
    direction: "up to a healthy band",
    target: 'T10P1: "GPUs are loaded with useful work at 40%+"; market doc band 40–60 %',
    sourceClass: "A+estimate",
    source:
      "use.tokens_day ÷ scl.capacity_tps; chain all_model_capacities only as a labelled second opinion (issue #1450, PR #1729)",
    labels: ["model_id", "measure"],
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "scl.throughput_per_h100e",
    name: "Real throughput per H100e",
    metric: "M5",
    part: "inference",
    definition: "tokens/s measured under a fixed serving load (8 k in / 1 k out and 1 k/1 k), per model and GPU class ÷ H100e",
    unit: "tokens/s/H100e",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "B/M",
    source: "benchmark runs (kaitakuai/experiments style) + probe tok/s; manual import with run id",
    labels: ["model_id", "device"],
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "scl.capacity_tps",
    name: "Serving capacity per model",
    metric: "M5",
    part: "inference",
    definition: "Σ over nodes of model of benchmarked tokens/s for the node's GPU class and image version",
    unit: "tokens/s",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "estimate",
    source: "hardware_nodes_all × benchmark table; versioned",
    labels: ["model_id"],
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "scl.poc_real_corr",
    name: "PoC weight vs real throughput correlation",
    metric: "M5",
    part: "inference",
    definition: "Spearman ρ over nodes (or GPU classes) between PoC weight share and real tokens/s share, per model, n shown",
    unit: "ρ −1…1",
    direction: "up",
    target: 'no number; T1P2: "PoC benchmarks should maintain a strong correlation with real inference performance"',
    sourceClass: "estimate",
    source: "mlnode weights × probe/benchmark throughput",
    labels: ["model_id"],
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "scl.models_active",
    name: "Active models and modalities",
    metric: "M5",
    part: "spine",
    definition: "models with > 0 weight and ≥ 3 hosts; modalities covered of text, coding, voice, image, video",
    unit: "count",
    direction: "up",
    target: 'H1: "multi-model and multi-modality network"; T1: "text, coding, voice, image, and video workloads" → 5 of 5',
    sourceClass: "A (+M for modality)",
    source: "epoch_group_data.sub_group_models; models_all",
    labels: ["model_id"],
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "ok" },
  },
];
