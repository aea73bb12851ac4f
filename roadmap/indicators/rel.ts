import { EVERY_DAY, EVERY_EPOCH, EVERY_HOUR } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Reliability of inference and of the chain. */
export const rel: readonly IndicatorEntry[] = [
  {
    id: "rel.inference_availability",
    name: "Inference availability",
    metric: "M4",
    part: "market",
    definition:
      "successful ÷ (all − user errors) over synthetic and fed real requests, per broker × model; " +
      "401/402/404/5xx/mid-stream/error finish count as failures, 400/413/429/403 do not; no value under 100 requests " +
      "(OpenRouter rule)",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text (market anchor: OpenRouter normal routing ≥ 95 %, degraded 80–94 %, down < 80 %)",
    sourceClass: "B (+C)",
    source: "own probes against listed brokers and allow-listed gateways; broker feeds",
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "rel.host_failure_rate",
    name: "Missed + invalid inference rate",
    metric: "M4",
    part: "spine",
    definition: "(missed + invalidated) ÷ assigned, per host, model and network; null when nothing was assigned",
    unit: "%",
    direction: "down",
    target: "none in the roadmap text (protocol anchor: < 10 % unpenalised)",
    sourceClass: "A",
    source: "devshard_host_epoch_stats/{e}/{addr}; epoch_performance_summary; current_epoch_stats",
    labels: ["address"],
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "ok" },
  },
  {
    id: "rel.ttft_p95",
    name: "Time to first token p50/p95 and CV",
    metric: "M4",
    part: "market",
    definition:
      "probe TTFT per model, p50/p95 over 72 h, coefficient of variation; host-side devshard_host_first_token_seconds where fed",
    unit: "s; ratio",
    direction: "down",
    target: "none in the roadmap text",
    sourceClass: "B (+C)",
    source: "own probes; devshard gateway /metrics if opted in",
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "rel.chain_liveness",
    name: "Chain liveness",
    metric: "M4",
    part: "live",
    definition:
      "share of minutes with a block younger than 60 s by a quorum of ≥ 2 independent RPCs; block interval p50/p95; halt minutes",
    unit: "%; s",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "CometBFT /status, /block of ≥ 3 RPC nodes",
    labels: ["measure"],
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "rel.incident_mttr",
    name: "Incident detection and recovery time",
    metric: "M4",
    part: "alerts",
    definition:
      "MTTD = first bad sample → incident opened; MTTR = opened → resolved; " +
      "per severity, plus % with postmortem and % with a regression check",
    unit: "min",
    direction: "down",
    target: "none in the roadmap text",
    sourceClass: "B+M",
    source: "our incident centre (auto-opened, human-edited); gonka-docs network-updates.md for history",
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "rel.validation_settlement",
    name: "Validation completion and settlement coverage",
    metric: "M4",
    part: "inference",
    definition:
      "settled escrows ÷ escrows due; settled value ÷ locked value of the escrows due; completed ÷ required " +
      "validations of the live sessions a host reports; open sessions that are disputed, slow or failed, as a list",
    unit: "%",
    direction: "up",
    target:
      'no number; T4P1 scope: "settlement and validation status for failed, slow, or disputed inference ' +
      'sessions" (protocol plan in the docs note of 18 Aug 2026: settlement coverage raised toward 100 %)',
    sourceClass: "A",
    source:
      "events devshard_escrow_created/_settled; /devshard/<version>/stats/shards/{id}.validation_observability " +
      "(the on-chain completed/required fields are constantly 0: not used)",
    labels: ["measure"],
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "no_data" },
  },
];
