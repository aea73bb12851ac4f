import { expect, it } from "vitest";
import type { Evidence } from "../../indicators/evidence/evidence.ts";
import { evidenceLines } from "./evidence.ts";

const session = {
  escrow_id: "12",
  model_id: "vendor/a",
  creator: "gonka1gate",
  opened_height: 100,
  opened_at: "2026-11-01T00:00:00.000Z",
  settled_height: 130,
  settled_at: "2026-11-01T01:00:00.000Z",
  settled_nonce: 39,
  expired_height: null,
  diff_tokens: 1234,
  finished: 3,
  settled_tokens: 1096,
  share_read: 1,
  read_nonce: 38,
  read_from: "gonka1host",
  read_version: "v4",
  read_at: "2026-11-01T02:00:00.000Z",
  fits_settlement: false,
  detail: "",
};
const host = {
  address: "gonka1host",
  active: true,
  executed_tokens: 1234,
  executed: 3,
  settled_tokens: 0,
  counted_tokens: 1300,
  counters_from: "2026-10-31T23:59:00.000Z",
  counters_to: "2026-11-01T23:59:00.000Z",
  scrapes: 1440,
  silent_scrapes: 2,
  resets: 1,
};
const evidence: Evidence = {
  estimators: {
    chosen: "T2",
    why: "T2 is the first of T2, T2b, T1 that saw at least 80 % of the bucket",
    candidates: [
      { estimator: "T2", is: "diffs of sessions", value: 1234, coverage: 0.9, samples: 3, note: "T2, 2 of 2", chosen: true },
      { estimator: "T1", is: "settlements", value: null, coverage: null, samples: null, note: "not considered", chosen: false },
    ],
  },
  sessions: {
    shown: [
      session,
      {
        ...session,
        ...{ escrow_id: "13", opened_height: null, opened_at: null, settled_height: null, settled_at: null, settled_nonce: null },
        ...{ expired_height: 900, diff_tokens: null, settled_tokens: null, read_nonce: null, fits_settlement: null },
      },
    ],
    left_out: 7,
    diff_tokens: 12_345,
    settled_tokens: 1096,
  },
  hosts: {
    shown: [
      host,
      { ...host, address: "gonka1dark", active: false, counters_from: null, counters_to: null, counted_tokens: null },
    ],
    left_out: 0,
    executed_tokens: 1234,
    counted_tokens: null,
  },
};

it("the walk reads as lines, what is unknown as unknown, and what is left out is counted", () => {
  expect(evidenceLines(evidence, "tokens/day")).toEqual([
    "Estimators: T2 is the first of T2, T2b, T1 that saw at least 80 % of the bucket.",
    "  T2 (diffs of sessions) · 1234 tokens/day · coverage 0.9 · taken · T2, 2 of 2",
    "  T1 (settlements) · – · coverage unknown · not considered",
    "",
    "Sessions of the bucket: 12,345 tokens in their diffs, 1,096 tokens settled.",
    "  escrow 12 · vendor/a · 1,234 tokens in 3 finished inferences · 1,096 tokens settled · opened at height 100, 2026-11-01T00:00:00.000Z · " +
      "settled at height 130, 2026-11-01T01:00:00.000Z · diffs read to nonce 38 of 39 from gonka1host (v4), 2026-11-01T02:00:00.000Z · " +
      "contradicts its settlement",
    "  escrow 13 · vendor/a · its opening is not stored · expired unsettled, seen at height 900 · diffs not read",
    "  … and 7 sessions more",
    "",
    "Hosts of the bucket: 1,234 tokens executed by diffs, no tokens known by their counters.",
    "  gonka1host · executed 1,234 tokens in 3 inferences · counters from 2026-10-31T23:59:00.000Z to 2026-11-01T23:59:00.000Z, 1440 scrapes " +
      "and 2 that told nothing: 1,300 tokens · 1 counters began anew",
    "  gonka1dark · not active · executed 1,234 tokens in 3 inferences · asked 2 times for its counters, told nothing · 1 counters began anew",
    "",
  ]);
});
