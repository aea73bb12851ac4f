import type { Migration } from "./types.ts";

/** What was computed and published. Append-only: a value that changed is a new version, one that did not change is not written again. */
export const values: Migration = {
  number: 4,
  name: "values",
  statements: [
    `CREATE TABLE indicator_values (
      chain_id LowCardinality(String),
      indicator LowCardinality(String),
      method UInt16,
      axis Enum8('epoch' = 1, 'day' = 2),
      bucket UInt32 COMMENT 'the epoch, or days since 1970-01-01 (UTC)',
      labels String COMMENT 'canonical JSON; {} is the network-wide row',
      value Nullable(Float64),
      numerator Nullable(Float64),
      denominator Nullable(Float64),
      coverage Nullable(Float64),
      samples Nullable(UInt64),
      state LowCardinality(String),
      note String COMMENT 'why there is no number, or what the number assumes',
      sources Nullable(UInt16) COMMENT 'the fewest sources that agree on any answer it reads',
      withdrawn Bool COMMENT 'the row no longer exists in the newest evaluation',
      published_at DateTime64(6, 'UTC')
    ) ENGINE = {{MergeTree}} ORDER BY (chain_id, indicator, axis, method, bucket, labels, published_at)`,

    `CREATE TABLE evaluations (
      chain_id LowCardinality(String),
      indicator LowCardinality(String),
      method UInt16,
      axis Enum8('epoch' = 1, 'day' = 2),
      bucket UInt32,
      inputs_hash String COMMENT 'of the method and of every answer that the bucket reads',
      evaluated_at DateTime64(6, 'UTC')
    ) ENGINE = {{ReplacingMergeTree(evaluated_at)}} ORDER BY (chain_id, indicator, axis, method, bucket)`,

    `CREATE VIEW published AS
     SELECT indicator, method, axis, bucket, labels, newest.1 AS value, newest.2 AS numerator, newest.3 AS denominator, newest.4 AS coverage,
       newest.5 AS samples, newest.6 AS state, newest.7 AS note, newest.8 AS sources, published_at
     FROM (
       SELECT indicator, method, axis, bucket, labels, max(indicator_values.published_at) AS published_at,
         argMax(tuple(value, numerator, denominator, coverage, samples, state, note, sources, withdrawn), indicator_values.published_at) AS newest
       FROM indicator_values
       WHERE chain_id = {chain:String} AND indicator_values.published_at <= {as_of:DateTime64(6)}
       GROUP BY indicator, method, axis, bucket, labels
     )
     WHERE NOT newest.9`,
  ],
};
