import { ENTERED } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Trusted execution: attestation and threat model. */
export const tee: readonly IndicatorEntry[] = [
  {
    id: "tee.attest_success",
    name: "Attestation success",
    metric: "P",
    part: "observations",
    definition: "fresh valid attestations ÷ attempts; quote age p95",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "X→B",
    source: "verifier logs",
    freshness: ENTERED,
    expect: { simulator: "not_measurable_yet", recordings: "not_measurable_yet" },
  },
  {
    id: "tee.threat_model",
    name: "Threat-model findings closed",
    metric: "P",
    part: "observations",
    definition: "findings of the architecture/threat review closed ÷ found",
    unit: "%",
    direction: "up",
    target: 'T8P1: "validate the architecture and threat model"',
    sourceClass: "M",
    source: "review report",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
];
