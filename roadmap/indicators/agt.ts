import { ENTERED, EVERY_HOUR } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Delegated wallets and agent accounts. */
export const agt: readonly IndicatorEntry[] = [
  {
    id: "agt.delegated_accounts",
    name: "Active delegated or agent accounts",
    metric: "P",
    part: "live",
    definition: "service accounts with a live grant and ≥ 1 request in 7 d",
    methodV1:
      "live: grantees with an unexpired authz or feegrant grant and ≥ 1 transaction " +
      "in 7 d (hosts' own warm keys apart); feeds of services refine it later",
    unit: "accounts",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A when on chain (authz/feegrant), else C",
    source: "chain authz grants; service feed",
    freshness: EVERY_HOUR,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "agt.requests_share",
    name: "Requests by agent accounts",
    metric: "P",
    part: "observations",
    definition: "requests or tokens of delegated accounts ÷ all",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "C",
    source: "service feed",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
  {
    id: "agt.limit_blocks",
    name: "Limits and revocations honoured",
    metric: "P",
    part: "observations",
    definition: "over-limit or revoked attempts blocked ÷ attempted; key exposures",
    unit: "%",
    direction: "up (100 %)",
    target: 'T2P3: "within predefined limits without exposing the main key"',
    sourceClass: "C",
    source: "service audit trail",
    freshness: ENTERED,
    expect: { simulator: "needs_entry", recordings: "needs_entry" },
  },
];
