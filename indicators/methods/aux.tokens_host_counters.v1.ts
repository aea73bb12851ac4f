import type { Method } from "../method.ts";
import { BUCKETS, type BucketColumn } from "../sql/buckets.ts";
import { tokensADay } from "../sql/tokens.ts";
import { T2B } from "../sql/tokens-counted.ts";

const sql = (column: BucketColumn) => `
WITH ${BUCKETS},${T2B}
${tokensADay(column, "t2b")}`;

/**
 * T2b. By how much `devshard_mlnode_tokens_sum{path="execute"}` of all hosts grew, ÷ days of the bucket. Includes work whose finish never
 * reached a diff. What grew between two scrapes belongs to the bucket of the later one, but for what grew over a longer silence across its start, which
 * is in neither; what a restart cut off is lost, and lowers the coverage. Hosts say it of themselves.
 */
export const tokensHostCounters: Method = {
  indicator: "aux.tokens_host_counters",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "growth of the hosts' own counters of executed tokens ÷ days, over restarts and replicas; coverage: of the active hosts' time, the part that was watched",
  estimate: false,
  needs: ["members", "exclusions", "times", "counters"],
  history: [],
  minSamples: 1,
  sql: sql("epoch"),
  daySql: sql("day"),
};
