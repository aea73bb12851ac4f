import { ENTERED, EVERY_EPOCH } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Host retention: do hosts stay, earn and keep their confidence. */
export const ret: readonly IndicatorEntry[] = [
  {
    id: "ret.host_retention_30d",
    name: "Host retention, 30-day cohort",
    metric: "M2",
    part: "spine",
    definition:
      "hosts active at D−30 and active in ≥ 1 of the last 3 epochs ÷ hosts " +
      'active at D−30; needs the full 30-day history, otherwise "not enough data"',
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "host-presence history",
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "not_enough_data" },
  },
  {
    id: "ret.weight_retention_30d",
    name: "Capacity retention, 30-day cohort",
    metric: "M2",
    part: "spine",
    definition:
      "today's weight of the hosts active at D−30 ÷ their weight at D−30, both in H100e of the same coefficient version",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "host-presence history × epoch_group_data",
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "not_enough_data" },
  },
  {
    id: "ret.exclusion_rate",
    name: "Involuntary exclusion rate",
    metric: "M2",
    part: "spine",
    definition: "hosts excluded, jailed or INACTIVE/INVALID during the epoch ÷ hosts in the epoch set, split by reason",
    methodV1: "spine: excluded members ÷ members, from excluded_participants alone; live adds jailing as v2",
    unit: "% of hosts per epoch",
    direction: "down",
    target:
      "none in the roadmap text (protocol anchors: confirmation ratio ≤ 50 % loses the " +
      "epoch reward — glossary; misses/invalid < 10 % are not penalised — 18 Aug 2026 note)",
    sourceClass: "A",
    source: "chain excluded_participants/{e}, participant status, slashing signing_infos",
    labels: ["reason"],
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "ok" },
  },
  {
    id: "ret.reward_per_h100e",
    name: "Host reward per H100e-day, median and spread across models",
    metric: "M2",
    part: "live",
    definition: "rewarded_coins + earned_coins per epoch ÷ host H100e, median; spread = p90/p10 across model groups",
    unit: "GNK per H100e-day; ratio",
    direction: "up; spread down",
    target: 'no number; near-term text: "balanced to prevent uneven incentives for hosts"',
    sourceClass: "A",
    source: "chain epoch_performance_summary/{e}, settle_amount; price source for USD",
    labels: ["model_id", "measure"],
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "not_enough_data" },
  },
  {
    id: "ret.confirmation_ratio_p10",
    name: "Confirmation ratio, 10th percentile",
    metric: "M2",
    part: "spine",
    definition: "p10 over hosts of current_epoch_stats.confirmationPoCRatio (chain value; local estimate only when labelled)",
    methodV1:
      "spine: p10 over members with raw weight of min(confirmation_weight ÷ Σ over models of floor(Σ poc_weight × " +
      "scale) ÷ 0.909, 1), scale from the epoch group's confirmation_weight_scales, else params' weight_scale_factor as " +
      "first observed; an estimate, labelled so; from epoch 249 on. live adds the chain's own confirmationPoCRatio as v2",
    unit: "ratio 0–1",
    direction: "up",
    target: "none in the roadmap text (protocol anchor 50 %)",
    sourceClass: "A",
    source: "chain participant/{addr}; confirmation_poc_events/{e}",
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "ok" },
    expectNote: "recordings: 247–248 not_enough_data (the computed ratio there reaches 3.1: the unit differs)",
  },
  {
    id: "ret.host_confidence_survey",
    name: "Host confidence score",
    metric: "M2",
    part: "observations",
    definition: 'share of hosts answering ≥ 4/5 to "I will keep or add capacity in the next 90 days", n and response rate shown',
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "M",
    source: "quarterly survey run by the Foundation (T12P1)",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
];
