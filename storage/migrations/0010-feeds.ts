import type { Migration } from "./types.ts";

/** What partners hand in: every version of every entry, and who handed in what when. */
export const feeds: Migration = {
  number: 10,
  name: "feeds",
  statements: [
    `CREATE TABLE feed_entries (chain_id LowCardinality(String), feed LowCardinality(String), partner LowCardinality(String), key String,
       received_at DateTime64(6, 'UTC'), entry_hash String, entry String)
     ENGINE = {{MergeTree}} ORDER BY (chain_id, feed, partner, key, received_at)`,
    `CREATE TABLE feed_submissions (chain_id LowCardinality(String), feed LowCardinality(String), partner LowCardinality(String),
       submission_id String, received_at DateTime64(6, 'UTC'), body_hash String, status UInt16, added UInt32, revised UInt32,
       unchanged UInt32, reason String)
     ENGINE = {{MergeTree}} ORDER BY (chain_id, feed, partner, received_at, submission_id)`,
  ],
};
