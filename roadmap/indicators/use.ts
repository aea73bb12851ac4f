import { ENTERED, EVERY_DAY } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Use: inference that somebody really consumes and pays for. */
export const use: readonly IndicatorEntry[] = [
  {
    id: "use.tokens_day",
    name: "Inference tokens per day (with coverage)",
    metric: "M3",
    part: "inference",
    definition:
      "inference tokens per day by estimator, never added together: T1 settled sessions (Σ host_stats.cost ÷ " +
      "escrow.token_price), T1' per host and epoch, T2 session diffs (exact), T2b host counters (exact, " +
      "reset-aware), T3 ML-node counters, T0 classic history; one headline picked by a stated rule, with coverage",
    unit: "tokens/day",
    direction: "up",
    target: 'H2: "hundreds of billions of inference tokens per day"; North Star: "trillions of inference tokens per day"',
    sourceClass: "A (settled) + C (rest)",
    source:
      "txs MsgSettleDevshardEscrow + devshard_escrow/{id}; /devshard/<version>/sessions/{id}/diffs; " +
      "/devshard/<version>/metrics; /v1/mlnodes/metrics; before 2026-07-23 models_stats_by_time; partner feeds for traffic " +
      "outside",
    freshness: EVERY_DAY,
    labels: ["model_id", "kind", "estimator"],
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "use.active_payers",
    name: "Active inference users",
    metric: "M3",
    part: "inference",
    definition:
      "distinct escrow creators (brokers/developers) with ≥ 1 settled escrow in the window + distinct " +
      "requested_by for legacy traffic; end users behind a broker only from that broker's feed",
    unit: "accounts per 1/7/30 d",
    direction: "up",
    target: 'near-term: "active inference users" (no number)',
    sourceClass: "A (payers) + C (end users)",
    source: "chain events and txs; broker feeds",
    labels: ["window"],
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "use.active_apps",
    name: "Active applications",
    metric: "M3",
    part: "observations",
    definition: "applications with ≥ 1 paid request on ≥ 3 days of the last 7",
    unit: "apps",
    direction: "up",
    target: 'near-term: "active applications" (no number)',
    sourceClass: "C/M",
    source: "broker/gateway app ids (e.g. OpenRouter X-Title style header); else the Foundation's application register",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
  {
    id: "use.value_flow_host",
    name: "Consumer-to-host value flow",
    metric: "M3",
    part: "inference",
    definition:
      "GNK paid by inference users to hosts per day: Σ total_payout of settled " +
      "escrows + earned_coins; also as % of total host income (emissions + payments)",
    unit: "GNK/day; %",
    direction: "up",
    target: 'near-term: "consumer-to-host value flow" (no number)',
    sourceClass: "A",
    source: "event devshard_escrow_settled.total_payout; epoch_performance_summary",
    labels: ["measure"],
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "use.retained_after_credits",
    name: "Retained usage after credits",
    metric: "M3",
    part: "observations",
    definition: "tokens in days 31–60 after an account's credits ended ÷ tokens in its last 30 credited days, cohort median",
    unit: "%",
    direction: "up",
    target: 'near-term: "retained usage after credits" (no number)',
    sourceClass: "C+M",
    source: "credit ledger of the Foundation joined with payer usage",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
  {
    id: "use.new_devs_activated",
    name: "Developers activated per week",
    metric: "M3",
    part: "inference",
    definition: "accounts whose first successful paid request falls in the week",
    unit: "accounts/week",
    direction: "up",
    target: 'H1: "strong developer and contributor activation" (no number)',
    sourceClass: "A (payers) + C",
    source: "as use.active_payers",
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
];
