import type { Method } from "../method.ts";
import { BUCKETS, type BucketColumn } from "../sql/buckets.ts";
import { tokensADay } from "../sql/tokens.ts";
import { T3 } from "../sql/tokens-counted.ts";

const sql = (column: BucketColumn) => `
WITH ${BUCKETS},${T3}
${tokensADay(column, "t3")}`;

/**
 * T3. By how much vLLM's counters of prompt and generated tokens grew on the ML nodes whose hosts expose them, ÷ days of the bucket: all
 * their work, PoC, validation and redundant answers too, so never what users got.
 */
export const tokensMlnodes: Method = {
  indicator: "aux.tokens_mlnodes",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "growth of the ML nodes' own token counters ÷ days: work done for users, PoC and validation alike; coverage: of the active hosts' time, the part in which they exposed them",
  estimate: false,
  needs: ["members", "exclusions", "times", "mlnode_counters"],
  history: [],
  minSamples: 1,
  sql: sql("epoch"),
  daySql: sql("day"),
};
