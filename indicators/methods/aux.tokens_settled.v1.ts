import type { Method } from "../method.ts";
import { BUCKETS, type BucketColumn } from "../sql/buckets.ts";
import { T1, tokensADay } from "../sql/tokens.ts";

const sql = (column: BucketColumn) => `
WITH ${BUCKETS},${T1}
${tokensADay(column, "t1")}`;

/**
 * T1. Σ of the slots' costs ÷ the escrow's own token price, by the settlement's block, ÷ days of the bucket. What was paid for, not what was
 * done: a cost is clipped to what was reserved, invalidated answers are taken off, newer sessions bill some that never finished. The
 * work was done earlier, in the same epoch or the one before. Settlements whose price isn't known are left out, and lower the coverage.
 */
export const tokensSettled: Method = {
  indicator: "aux.tokens_settled",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "Σ host_stats.cost ÷ the escrow's token_price of the sessions settled in the bucket ÷ days; coverage: sessions settled ÷ sessions opened, at most 1",
  estimate: false,
  needs: ["members", "times", "escrows", "settlements"],
  history: [],
  minSamples: 0,
  sql: sql("epoch"),
  daySql: sql("day"),
};
