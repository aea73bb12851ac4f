import type { Method } from "../method.ts";
import { BUCKETS, type BucketColumn } from "../sql/buckets.ts";
import { T2, tokensADay } from "../sql/tokens.ts";

const sql = (column: BucketColumn) => `
WITH ${BUCKETS},${T2}
${tokensADay(column, "t2")}`;

/**
 * T2. Prompt and completion tokens of inferences that finished, by when their start was confirmed (when it was started where that isn't told), ÷
 * days of the bucket. Exact for the sessions that were read, settled or not; those whose diffs contradict their settlement, or other hosts where there is
 * none, count as unread. Answers that a gateway raced for one request count each.
 */
export const tokensSessions: Method = {
  indicator: "aux.tokens_sessions",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "Σ prompt and completion tokens of the finished inferences in sessions' diffs ÷ days; coverage: each session that was open in the bucket counts alike, by how much of it was read",
  estimate: false,
  needs: ["members", "times", "escrows", "sessions"],
  history: [],
  minSamples: 0,
  sql: sql("epoch"),
  daySql: sql("day"),
};
