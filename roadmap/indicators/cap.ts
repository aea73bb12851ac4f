import { ENTERED, EVERY_EPOCH, EVERY_HOUR } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Compute capacity: how much there is and who holds it. */
export const cap: readonly IndicatorEntry[] = [
  {
    id: "cap.h100e_confirmed",
    name: "Confirmed H100-equivalent capacity",
    metric: "M1",
    part: "spine",
    definition:
      "Σ over models of Σ over ML nodes floor(raw poc_weight × weight_scale_factor), limited by the confirmation ratio, ÷ " +
      "W_H100, the scaled PoC weight of one H100 80GB HBM3, a VERSIONED calibration: (a) per epoch: median over nodes whose " +
      "registered hardware is only that GPU, with n; (b) published: 424.73 at epoch 158, 292.88 at 159, 305.1 at 175, 254.5 " +
      "at 176. (b) is stale from epoch 247 on: where neither (a) nor a valid (b) exists the state is not_enough_data",
    unit: "H100e",
    direction: "up",
    target:
      'H2: "100K–250K H100 / accelerator-equivalent capacity"; North Star: "1M+ H100 / accelerator-equivalent ' +
      'capacity"; H1 (relative): "largest H100-equivalent usable capacity among DeAI networks"',
    sourceClass: "A+estimate",
    source:
      "chain epoch_group_data/{epoch}[?model_id], confirmation_weight_scales, params.poc_params.models; " +
      "coefficient history from gonka-docs network-updates.md (3 Feb, 19 Feb 2026)",
    labels: ["model_id"],
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "not_enough_data" },
  },
  {
    id: "cap.gpus_registered",
    name: "Registered accelerators by type",
    metric: "M1",
    part: "live",
    definition:
      "count of Hardware.count by type in hardware_nodes_all, kept only where " +
      "participant + local_id is in the current epoch set; self-reported, shown as such",
    unit: "GPUs",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "chain hardware_nodes_all joined with /v1/epochs/{e}/participants",
    labels: ["device"],
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "cap.hosts_active",
    name: "Active hosts",
    metric: "M1",
    part: "spine",
    definition: "participants in the epoch active set minus excluded_participants at epoch end",
    unit: "hosts",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "/v1/epochs/{e}/participants; chain excluded_participants/{e}",
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "ok" },
  },
  {
    id: "cap.hosts_net_new_30d",
    name: "Net new hosts (30 d)",
    metric: "M1",
    part: "spine",
    definition:
      "addresses first ever seen in the last 30 d minus addresses absent for " +
      "≥ 3 epochs that were active 30 d ago (3-epoch rule removes flapping)",
    unit: "hosts",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "own host-presence history over epoch snapshots (backfilled)",
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "not_enough_data" },
  },
  {
    id: "cap.weight_top3_share",
    name: "Weight held by the 3 largest hosts",
    metric: "M1",
    part: "spine",
    definition: "Σ weight of top 3 ÷ total weight",
    unit: "%",
    direction: "down",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "chain epoch_group_data root validation_weights",
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "ok" },
  },
  {
    id: "cap.h100e_rank_deai",
    name: "Rank among DeAI networks by usable H100e",
    metric: "M1",
    part: "observations",
    definition:
      "position of scl.usable_h100e against published capacity of Akash, io.net, " +
      "Bittensor SN, Render, Nosana, Golem, converted with the same GPU table",
    unit: "rank",
    direction: "down",
    target: 'H1: "largest H100-equivalent usable capacity among DeAI networks" → rank 1',
    sourceClass: "B+M",
    source: "Akash console API (network capacity), io.net explorer docs/pages; others: manual quarterly entry with link",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
];
