import type { Migration } from "./types.ts";

const CHAIN = "chain_id LowCardinality(String)";
/** When a row reached the store, on the wall's clock: what "as of" bounds. */
const RECORDED = "recorded_at DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC')";
const SOURCE = "source LowCardinality(String)";
const OBSERVED = "observed_at DateTime64(3, 'UTC')";

/** What this service observed itself, and blocks' contents: append-only or fixed by their natural key, nothing to vote on. */
export const observed: Migration = {
  number: 7,
  name: "observed",
  statements: [
    `CREATE TABLE head_polls (${CHAIN}, ${SOURCE}, ${OBSERVED}, told Bool, height Nullable(UInt64),
       block_time Nullable(DateTime64(9, 'UTC')), catching_up Nullable(Bool), detail String, ${RECORDED})
     ENGINE = {{ReplacingMergeTree}} PARTITION BY toYYYYMM(observed_at) ORDER BY (chain_id, observed_at, source)`,

    `CREATE TABLE chain_halts (${CHAIN}, height UInt64, block_time DateTime64(9, 'UTC'), seen_at DateTime64(3, 'UTC'),
       over_at Nullable(DateTime64(3, 'UTC')), sources Array(String), ${RECORDED})
     ENGINE = {{ReplacingMergeTree(recorded_at)}} ORDER BY (chain_id, height)`,

    `CREATE TABLE block_sightings (${CHAIN}, ${SOURCE}, from_height UInt64, to_height UInt64, same Bool, ${RECORDED})
     ENGINE = {{ReplacingMergeTree(recorded_at)}} ORDER BY (chain_id, source, from_height)`,

    `CREATE TABLE transactions (${CHAIN}, height UInt64 CODEC(Delta, ZSTD), tx_index UInt32, hash String,
       time DateTime64(9, 'UTC') CODEC(Delta, ZSTD), code Nullable(UInt32), signers Array(String), on_behalf_of Array(String),
       fee_granter Nullable(String), message_types Array(LowCardinality(String)), ${SOURCE}, ${RECORDED})
     ENGINE = {{ReplacingMergeTree(recorded_at)}} PARTITION BY intDiv(height, 1000000) ORDER BY (chain_id, height, tx_index)`,

    `CREATE TABLE block_signatures (${CHAIN}, height UInt64 CODEC(Delta, ZSTD), consensus_address LowCardinality(String),
       flag Enum8('absent' = 1, 'commit' = 2, 'nil' = 3), ${RECORDED})
     ENGINE = {{ReplacingMergeTree(recorded_at)}} PARTITION BY intDiv(height, 1000000) ORDER BY (chain_id, height, consensus_address)`,

    `CREATE TABLE slashes (${CHAIN}, height UInt64, event_index UInt32, address String, amount UInt64 COMMENT 'ngonka',
       reason LowCardinality(String), ${SOURCE}, ${RECORDED})
     ENGINE = {{ReplacingMergeTree(recorded_at)}} ORDER BY (chain_id, height, event_index)`,

    `CREATE TABLE probe_rounds (${CHAIN}, vantage LowCardinality(String), ${OBSERVED}, epoch UInt32, valid Bool, control_ok Bool,
       hosts UInt32, up UInt32, down UInt32, unknown UInt32, maintenance UInt32, seconds Float64, detail String, ${RECORDED})
     ENGINE = {{ReplacingMergeTree(recorded_at)}} ORDER BY (chain_id, vantage, observed_at)`,

    `CREATE TABLE probes (${CHAIN}, vantage LowCardinality(String), ${OBSERVED}, epoch UInt32, address LowCardinality(String),
       state Enum8('up' = 1, 'down' = 2, 'unknown' = 3, 'maintenance' = 4), reason LowCardinality(String), health_status Nullable(Int32),
       api_status Nullable(Int32), seconds Nullable(Float64), ${RECORDED})
     ENGINE = {{ReplacingMergeTree(recorded_at)}} PARTITION BY toYYYYMM(observed_at)
     ORDER BY (chain_id, vantage, address, observed_at)`,

    `CREATE TABLE host_reports (${CHAIN}, vantage LowCardinality(String), ${OBSERVED}, epoch UInt32, address String,
       api_version LowCardinality(Nullable(String)), node_version LowCardinality(Nullable(String)), mlnodes_told Bool,
       mlnodes Array(Tuple(node_id String, version String)), identity Enum8('verified' = 1, 'wrong' = 2, 'not_told' = 3),
       bridge_block Nullable(UInt64), ${RECORDED})
     ENGINE = {{ReplacingMergeTree(recorded_at)}} PARTITION BY toYYYYMM(observed_at)
     ORDER BY (chain_id, vantage, address, observed_at)`,

    `CREATE TABLE sandbox_probes (${CHAIN}, sandbox_chain LowCardinality(String), ${SOURCE}, ${OBSERVED}, api_ok Nullable(Bool),
       chain_ok Nullable(Bool), height Nullable(UInt64), detail String, ${RECORDED})
     ENGINE = {{ReplacingMergeTree(recorded_at)}} ORDER BY (chain_id, source, observed_at)`,

    `CREATE TABLE sandbox_activity (${CHAIN}, sandbox_chain LowCardinality(String), height UInt64, time DateTime64(9, 'UTC'),
       kind LowCardinality(String), address String, ${RECORDED})
     ENGINE = {{ReplacingMergeTree(recorded_at)}} ORDER BY (chain_id, sandbox_chain, height, kind, address)`,
  ],
};
