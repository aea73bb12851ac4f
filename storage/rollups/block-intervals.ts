import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { StorageError } from "../errors.ts";
import { count, queryRows } from "../read/query.ts";
import { microsecondClock } from "../write/clock.ts";

const ROLLUP = "block_intervals_hourly";
const NEXT = `${ROLLUP}_next`;
const COLUMNS =
  "chain_id, hour, blocks, intervals, mean_seconds, p50_seconds, p95_seconds, max_seconds, txs, first_height, last_height";

/**
 * Blocks of one version with their interval in nanoseconds: null unless the block before is stored in one version too. A height of which
 * sources told different hashes or times has no agreed time and counts as not stored. FINAL makes a repeated insert the one row that a
 * merge will leave.
 */
const intervals = (heights: string) => `
  SELECT height, time, num_txs,
    if(lagInFrame(height) OVER below = height - 1, toUnixTimestamp64Nano(time) - toUnixTimestamp64Nano(lagInFrame(time) OVER below), NULL) AS ns
  FROM (
    SELECT height, min(block.time) AS time, min(block.num_txs) AS num_txs
    FROM blocks AS block FINAL WHERE chain_id = {chain:String}${heights}
    GROUP BY height HAVING min(block.time) = max(block.time) AND min(hash) = max(hash)
  )
  WINDOW below AS (ORDER BY height ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`;

/** What each month rests on. The sum of hashes is the same whatever order and however often the rows were inserted. */
const INPUTS = `
  SELECT toYYYYMM(time) AS month, min(height) AS lowest, max(height) AS highest,
    concat(toString(count()), ' ', toString(lowest), ' ', toString(highest), ' ',
      toString(sum(sipHash64(height, time, num_txs, ifNull(ns, -1), isNull(ns))))) AS inputs
  FROM (${intervals("")}) GROUP BY month ORDER BY month`;

const BUILD = `
  INSERT INTO ${NEXT} (${COLUMNS})
  SELECT {chain:String} AS chain_id, toStartOfHour(toDateTime(time, 'UTC')) AS hour, count() AS blocks, count(ns) AS intervals,
    sum(ns) / intervals / 1e9 AS mean_seconds, quantileExactInclusive(0.5)(ns) / 1e9 AS p50_seconds,
    quantileExactInclusive(0.95)(ns) / 1e9 AS p95_seconds, max(ns) / 1e9 AS max_seconds,
    sum(num_txs) AS txs, min(height) AS first_height, max(height) AS last_height
  FROM (${intervals(" AND height BETWEEN {lowest:UInt64} - 1 AND {highest:UInt64}")})
  WHERE toYYYYMM(time) = {month:UInt32} GROUP BY hour`;

const input = z.object({ month: z.int(), lowest: count, highest: count, inputs: z.string() });
const built = z.object({ month: z.int(), inputs: z.string() });
const hours = z.object({ hours: count, rows: count });

/**
 * Brings the hourly statistics of block intervals up to date: the months (UTC) whose blocks changed are built anew beside the table and
 * swapped in whole. The interval of a block is its time minus that of the block before, counted in its own hour; quantiles interpolate
 * between the two nearest intervals. Running it again changes nothing.
 *
 * @returns the months rebuilt, as YYYYMM.
 */
export async function rebuildBlockIntervals(client: ClickHouseClient, chain: string): Promise<number[]> {
  const before = await queryRows(
    client,
    built,
    "SELECT partition AS month, inputs_hash AS inputs FROM rollup_inputs FINAL WHERE chain_id = {chain:String} AND rollup = {rollup:String}",
    { chain, rollup: ROLLUP },
  );
  const hashOf = new Map(before.map(({ month, inputs }) => [month, inputs]));
  const changed = (await queryRows(client, input, INPUTS, { chain })).filter(({ month, inputs }) => hashOf.get(month) !== inputs);
  for (const one of changed) await rebuildMonth(client, chain, one);
  return changed.map(({ month }) => month);
}

/** Attempts where another process rebuilds the same month at the same time. */
const ATTEMPTS = 3;

async function rebuildMonth(client: ClickHouseClient, chain: string, { month, lowest, highest, inputs }: z.infer<typeof input>) {
  for (let attempt = 1; ; attempt++) {
    await client.command({ query: `ALTER TABLE ${NEXT} DROP PARTITION ${month}` });
    await client.command({ query: BUILD, query_params: { chain, month, lowest, highest } });
    await client.command({ query: `ALTER TABLE ${ROLLUP} REPLACE PARTITION ${month} FROM ${NEXT}` });
    const [seen] = await queryRows(
      client,
      hours,
      `SELECT uniqExact(hour) AS hours, count() AS rows FROM ${ROLLUP} WHERE chain_id = {chain:String} AND toYYYYMM(hour) = {month:UInt32}`,
      { chain, month },
    );
    // A rebuild elsewhere may have emptied or doubled what was swapped in.
    if (seen && seen.rows > 0 && seen.rows === seen.hours) break;
    if (attempt === ATTEMPTS)
      throw new StorageError(`block intervals of ${month} are being rebuilt by another process: try again`);
  }
  await client.insert({
    table: "rollup_inputs",
    values: [{ chain_id: chain, rollup: ROLLUP, partition: month, inputs_hash: inputs, built_at: microsecondClock() }],
    format: "JSONEachRow",
  });
  await client.command({ query: `ALTER TABLE ${NEXT} DROP PARTITION ${month}` });
}
