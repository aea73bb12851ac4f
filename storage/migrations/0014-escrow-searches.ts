import type { Migration } from "./types.ts";

/**
 * Heights of which sources searched their index of transactions for all that opened or settled escrows, and what they found. `same`: it is
 * what the stored rows say. Spans of one source don't overlap.
 */
export const escrowSearches: Migration = {
  number: 14,
  name: "escrow_searches",
  statements: [
    `CREATE TABLE escrow_searches (chain_id LowCardinality(String), source LowCardinality(String), from_height UInt64, to_height UInt64,
       same Bool, openings UInt32, settlements UInt32, observed_at DateTime64(3, 'UTC'), recorded_at DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC'))
     ENGINE = {{ReplacingMergeTree(recorded_at)}} ORDER BY (chain_id, from_height, to_height, source)`,
  ],
};
