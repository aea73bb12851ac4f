import type { Method } from "../method.ts";
import { NETWORK, NO_NOTE, NO_NUMBER, SPANS } from "../sql/fragments.ts";

/**
 * UTC minutes that lie wholly between the header times of the epoch's first block and the next epoch's. A minute counts when the newest
 * block at its end is younger than 60 s. Numerator: those minutes; denominator: all. How many sources told these headers is the value's
 * `sources`. Beside it the interval between blocks, p50 and p95 in seconds, and the other minutes.
 */
export const chainLiveness: Method = {
  indicator: "rel.chain_liveness",
  version: 1,
  validFromEpoch: 0,
  waitsForEnd: true,
  reason: "first method",
  summary:
    "share of the epoch's whole UTC minutes at whose end the newest block is younger than 60 s; beside it block intervals (p50, p95, seconds) and halted minutes",
  estimate: false,
  needs: ["times", "blocks"],
  history: [],
  minSamples: 1,
  sql: `
WITH times AS (
  SELECT span.epoch AS epoch, toUnixTimestamp64Nano(span.starts_at) AS starts, toUnixTimestamp64Nano(span.ends_at) AS ends,
    toUnixTimestamp64Nano(block.time) AS at, ifNull(leadInFrame(toNullable(at)) OVER (
      PARTITION BY span.epoch ORDER BY block.height ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING), ends + 1) AS next
  FROM (SELECT height, min(time) AS time FROM blocks WHERE chain_id = {chain:String} GROUP BY height) AS block
  INNER JOIN ${SPANS} AS span ON 1 = 1
  WHERE span.over AND block.time >= span.starts_at AND block.time <= span.ends_at
),
counted AS (
  -- Ends of minutes at which a block is the newest and young: the multiples of a minute in [its time, the next one's time) within 60 s.
  SELECT epoch, intDiv(any(ends), 60000000000) - intDiv(any(starts) + 59999999999, 60000000000) AS minutes,
    sum(greatest(intDiv(least(next, at + 60000000000, any_ends + 1) + 59999999999, 60000000000)
      - intDiv(greatest(at, first_end) + 59999999999, 60000000000), 0)) AS live,
    quantileExactInclusiveIf(0.5)((next - at) / 1e9, next <= ends) AS p50, quantileExactInclusiveIf(0.95)((next - at) / 1e9, next <= ends) AS p95,
    countIf(next <= ends) AS intervals
  FROM (SELECT *, ends AS any_ends, (intDiv(starts + 59999999999, 60000000000) + 1) * 60000000000 AS first_end FROM times)
  GROUP BY epoch
)
SELECT epoch, row.1 AS labels, row.2 AS value, row.3 AS numerator, row.4 AS denominator, 1 AS coverage, row.5 AS samples, row.6 AS note
FROM counted ARRAY JOIN [
  (${NETWORK}, if(minutes > 0, live / minutes, NULL), toNullable(toFloat64(live)), toNullable(toFloat64(minutes)), toUInt64(greatest(minutes, 0)),
    if(minutes > 0, ${NO_NOTE}, 'the epoch has no whole minute')),
  (map('measure', 'interval_p50'), p50, ${NO_NUMBER}, ${NO_NUMBER}, intervals, 'seconds'),
  (map('measure', 'interval_p95'), p95, ${NO_NUMBER}, ${NO_NUMBER}, intervals, 'seconds'),
  (map('measure', 'halt_minutes'), toNullable(toFloat64(minutes - live)), ${NO_NUMBER}, ${NO_NUMBER}, toUInt64(greatest(minutes, 0)), ${NO_NOTE})] AS row`,
};
