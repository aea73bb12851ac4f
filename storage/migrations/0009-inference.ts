import type { Migration } from "./types.ts";

const CHAIN = "chain_id LowCardinality(String)";
const RECORDED = "recorded_at DateTime64(6, 'UTC') DEFAULT now64(6, 'UTC')";
const SOURCE = "source LowCardinality(String)";
const HOST = "host LowCardinality(String)";
const OBSERVED = "observed_at DateTime64(3, 'UTC')";
const TIME = "time DateTime64(9, 'UTC') CODEC(Delta, ZSTD)";
const ESCROW = "escrow_id UInt64 CODEC(Delta, ZSTD)";
const MODEL = "model_id LowCardinality(String)";

const table = (name: string, columns: string, version: string, order: string, partition = "") =>
  `CREATE TABLE ${name} (${CHAIN}, ${columns}, ${RECORDED})
   ENGINE = {{ReplacingMergeTree(${version})}}${partition && ` PARTITION BY ${partition}`} ORDER BY (chain_id, ${order})`;

/** Devshard sessions: their money on the chain, their work as hosts tell it, and the hosts' counters. Amounts are ngonka. */
export const inference: Migration = {
  number: 9,
  name: "inference",
  statements: [
    table(
      "escrow_openings",
      `${ESCROW}, height UInt64, ${TIME}, creator LowCardinality(String), amount UInt64, epoch UInt32, ${MODEL}, ${SOURCE}`,
      "recorded_at",
      "escrow_id",
    ),
    table(
      "escrows",
      `${ESCROW}, creator LowCardinality(String), amount UInt64, epoch UInt32, ${MODEL}, slots Array(LowCardinality(String)),
       token_price UInt64, create_devshard_fee UInt64, fee_per_nonce UInt64, ${SOURCE}`,
      "recorded_at",
      "escrow_id",
    ),
    table("escrow_expiries", `${ESCROW}, epoch UInt32, seen_height UInt64, ${OBSERVED}, ${SOURCE}`, "recorded_at", "escrow_id"),
    table(
      "settlements",
      `${ESCROW}, height UInt64, ${TIME}, tx_index UInt32, hash String, settler LowCardinality(String), nonce UInt64, fees UInt64,
       total_payout Nullable(UInt64), remainder Nullable(UInt64), protocol_version LowCardinality(String), ${SOURCE}`,
      "recorded_at",
      "escrow_id",
    ),
    table(
      "settlement_slots",
      `${ESCROW}, slot_id UInt32, missed UInt32, invalid UInt32, cost UInt64, required_validations UInt32, completed_validations UInt32`,
      "recorded_at",
      "escrow_id, slot_id",
    ),
    table(
      "host_epoch_stats",
      `epoch UInt32, address LowCardinality(String), ${SOURCE}, found Bool, missed UInt32, invalid UInt32, cost UInt64,
       escrow_count UInt32, final Bool`,
      "recorded_at",
      "epoch, address, source",
    ),
    table(
      "session_listings",
      `${ESCROW}, ${HOST}, version LowCardinality(String), epoch UInt32, ${OBSERVED}`,
      "recorded_at",
      "epoch, escrow_id, host, version",
    ),
    table(
      "session_details",
      `${ESCROW}, ${HOST}, version LowCardinality(String), epoch UInt32, ${OBSERVED}, nonce UInt64, cost UInt64, missed UInt32,
       invalid UInt32, required_validations UInt64, completed_validations UInt64`,
      "recorded_at",
      "epoch, escrow_id, host, version, observed_at",
    ),
    table(
      "session_reads",
      `${ESCROW}, epoch UInt32, ${HOST}, version LowCardinality(String), ${OBSERVED}, nonce UInt64, finalized Bool,
       fits_settlement Nullable(Bool), detail String`,
      "recorded_at",
      "escrow_id",
    ),
    table(
      "inferences",
      `${ESCROW}, inference_id UInt64 CODEC(Delta, ZSTD), epoch UInt32, ${MODEL}, executor LowCardinality(String), executor_slot UInt32,
       input_length UInt64, max_tokens UInt64, started_at UInt64 COMMENT 'unix seconds', confirmed_at Nullable(UInt64),
       prompt_tokens Nullable(UInt64), completion_tokens Nullable(UInt64),
       timeout_reason Nullable(UInt8) COMMENT '1 refused, 2 execution', validations_valid UInt32, validations_invalid UInt32,
       votes_valid UInt32, votes_invalid UInt32, last_nonce UInt64`,
      "last_nonce",
      "escrow_id, inference_id",
      "intDiv(epoch, 32)",
    ),
    table(
      "host_counters",
      `address LowCardinality(String), endpoint LowCardinality(String), family LowCardinality(String), labels LowCardinality(String),
       observed_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD), value Float64 CODEC(Gorilla, ZSTD), process_start Nullable(Float64)`,
      "recorded_at",
      "address, endpoint, family, labels, observed_at",
      "toYYYYMM(observed_at)",
    ),
    table(
      "counter_scrapes",
      `address LowCardinality(String), endpoint LowCardinality(String), ${OBSERVED}, epoch UInt32, told Bool, series UInt32, detail String`,
      "recorded_at",
      "address, endpoint, observed_at",
      "toYYYYMM(observed_at)",
    ),
    table(
      "membership_proofs",
      `epoch UInt32, ${HOST}, ${OBSERVED}, height Nullable(UInt64), proof_ok Bool, verified Bool, reason String,
       members Nullable(UInt32), members_hash String`,
      "recorded_at",
      "epoch, host",
    ),
  ],
};
