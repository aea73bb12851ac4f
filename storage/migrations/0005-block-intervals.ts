import type { Migration } from "./types.ts";

/**
 * Statistics of the intervals between blocks, by UTC hour. A rollup: rebuilt per partition from the deduplicated blocks and swapped in
 * (rollups/block-intervals.ts), never fed by a view on raw inserts, which would count a repeated insert twice.
 */
export const blockIntervals: Migration = {
  number: 5,
  name: "block intervals",
  statements: [
    `CREATE TABLE block_intervals_hourly (
      chain_id LowCardinality(String),
      hour DateTime('UTC'),
      blocks UInt32,
      intervals UInt32 COMMENT 'intervals whose both blocks are known',
      mean_seconds Nullable(Float64),
      p50_seconds Nullable(Float64),
      p95_seconds Nullable(Float64),
      max_seconds Nullable(Float64),
      txs UInt64,
      first_height UInt64,
      last_height UInt64
    ) ENGINE = {{MergeTree}} PARTITION BY toYYYYMM(hour) ORDER BY (chain_id, hour)`,
    "CREATE TABLE block_intervals_hourly_next AS block_intervals_hourly",
    `CREATE TABLE rollup_inputs (
      chain_id LowCardinality(String),
      rollup LowCardinality(String),
      partition UInt32,
      inputs_hash String,
      built_at DateTime64(6, 'UTC')
    ) ENGINE = {{ReplacingMergeTree(built_at)}} ORDER BY (chain_id, rollup, partition)`,
  ],
};
