import type { Migration } from "./types.ts";

/** What the service notes about itself: runs, sources' health, what it could not read. Not facts: never counted as rows written. */
export const service: Migration = {
  number: 2,
  name: "service",
  statements: [
    `CREATE TABLE runs (
      chain_id LowCardinality(String),
      run_id UUID,
      kind LowCardinality(String),
      started_at DateTime64(3, 'UTC'),
      ended_at Nullable(DateTime64(3, 'UTC')),
      outcome LowCardinality(String),
      asked String COMMENT 'what was asked for, in words',
      from_height Nullable(UInt64),
      to_height Nullable(UInt64),
      rows_written UInt64,
      rows_unchanged UInt64,
      errors UInt64,
      detail String,
      recorded_at DateTime64(6, 'UTC')
    ) ENGINE = {{MergeTree}} ORDER BY (chain_id, started_at, run_id, recorded_at)`,

    `CREATE TABLE source_health (
      chain_id LowCardinality(String),
      source LowCardinality(String),
      observed_at DateTime64(3, 'UTC'),
      run_id UUID,
      route LowCardinality(String),
      outcome LowCardinality(String),
      requests UInt64,
      bytes UInt64,
      seconds Float64
    ) ENGINE = {{MergeTree}} ORDER BY (chain_id, source, observed_at)`,

    `CREATE TABLE unknown_fields (
      chain_id LowCardinality(String),
      source LowCardinality(String),
      topic LowCardinality(String),
      path String,
      sample String,
      observed_at DateTime64(3, 'UTC')
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, source, topic, path)`,

    `CREATE TABLE rejected_answers (
      chain_id LowCardinality(String),
      source LowCardinality(String),
      topic LowCardinality(String),
      epoch UInt32,
      subject String,
      body_hash String,
      reason String,
      body String CODEC(ZSTD(6)),
      observed_at DateTime64(3, 'UTC')
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, source, topic, epoch, subject, body_hash)`,
  ],
};
