import type { Migration } from "./types.ts";

/**
 * Facts. An answer of a source is stored once per distinct content: its rows under `content_hash`, and in `answers` who said it and when.
 * The rows of one hash never change, so they are ReplacingMergeTree by their natural key (a repeated insert is the same row); `answers`
 * is append-only, so every revision stays with the time it was observed.
 */
export const facts: Migration = {
  number: 1,
  name: "facts",
  statements: [
    "CREATE TABLE chain_identity (chain_id String, bound_at DateTime64(3, 'UTC') DEFAULT now64(3)) ENGINE = {{MergeTree}} ORDER BY chain_id",

    `CREATE TABLE answers (
      chain_id LowCardinality(String),
      topic LowCardinality(String) COMMENT 'the kind of question: epoch_group, model_group, epoch_results, …',
      epoch UInt32,
      subject String COMMENT 'what the question is about within the epoch: a model id, a height; else empty',
      source LowCardinality(String),
      observed_at DateTime64(6, 'UTC'),
      outcome Enum8('told' = 1, 'absent' = 2, 'unknown' = 3) COMMENT 'absent: a proper not found; unknown: the source could not tell',
      content_hash String COMMENT 'of the whole decoded answer; empty unless told',
      row_count UInt32,
      height Nullable(UInt64) COMMENT 'state the answer speaks of, where the source said so, else its head',
      final Bool COMMENT 'observed when the chain can no longer change it, by an agreed head and clock',
      detail String
    ) ENGINE = {{MergeTree}} ORDER BY (chain_id, topic, epoch, subject, source, observed_at)`,

    `CREATE TABLE epochs (
      chain_id LowCardinality(String),
      epoch UInt32,
      content_hash String,
      epoch_group_id UInt64,
      poc_start_height UInt64,
      effective_height UInt64,
      last_height UInt64,
      total_weight Int64,
      number_of_requests UInt64,
      models Array(String),
      weight_scales Array(Tuple(model_id String, value Int64, exponent Int32))
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, epoch, content_hash)`,

    `CREATE TABLE epoch_members (
      chain_id LowCardinality(String),
      epoch UInt32,
      content_hash String,
      address String,
      weight Int64,
      confirmation_weight Int64,
      reputation Int32
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, epoch, content_hash, address)`,

    `CREATE TABLE model_members (
      chain_id LowCardinality(String),
      epoch UInt32,
      content_hash String,
      model_id LowCardinality(String),
      address String,
      weight Int64 COMMENT 'raw nonce weight of this model: not comparable between models, never added to root weights',
      confirmation_weight Int64,
      voting_power Int64
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, epoch, content_hash, model_id, address)`,

    `CREATE TABLE epoch_nodes (
      chain_id LowCardinality(String),
      epoch UInt32,
      content_hash String,
      model_id LowCardinality(String),
      address String,
      node_id String,
      poc_weight Int64,
      pre_poc_slot Nullable(Bool),
      poc_slot Nullable(Bool)
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, epoch, content_hash, model_id, address, node_id)`,

    `CREATE TABLE epoch_results (
      chain_id LowCardinality(String),
      epoch UInt32,
      content_hash String,
      address String,
      inference_count UInt64 COMMENT 'completed; excludes missed',
      missed_requests UInt64,
      earned_coins UInt64 COMMENT 'ngonka',
      rewarded_coins UInt64 COMMENT 'ngonka',
      burned_coins UInt64 COMMENT 'ngonka',
      validated_inferences UInt64,
      invalidated_inferences UInt64,
      claimed Bool
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, epoch, content_hash, address)`,

    `CREATE TABLE exclusions (
      chain_id LowCardinality(String),
      epoch UInt32,
      content_hash String,
      address String,
      reason LowCardinality(String),
      height UInt64
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, epoch, content_hash, address, reason, height)`,

    `CREATE TABLE poc_events (
      chain_id LowCardinality(String),
      epoch UInt32,
      content_hash String,
      event_sequence UInt64,
      trigger_height UInt64,
      generation_start_height UInt64,
      phase LowCardinality(String),
      poc_seed_block_hash String
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, epoch, content_hash, event_sequence)`,

    `CREATE TABLE params (
      chain_id LowCardinality(String),
      content_hash String,
      json String,
      token_price Nullable(UInt64) COMMENT 'ngonka per token',
      create_devshard_fee Nullable(UInt64) COMMENT 'ngonka',
      fee_per_nonce Nullable(UInt64) COMMENT 'ngonka',
      weight_scales Array(Tuple(model_id String, value Int64, exponent Int32)),
      epoch_length UInt64,
      poc_stage_duration UInt64,
      poc_exchange_duration UInt64,
      poc_validation_delay UInt64,
      poc_validation_duration UInt64,
      set_new_validators_delay UInt64
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, content_hash)`,

    `CREATE TABLE heads (
      chain_id LowCardinality(String),
      content_hash String,
      height UInt64,
      time DateTime64(9, 'UTC'),
      earliest_height UInt64,
      catching_up Bool
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, content_hash)`,

    `CREATE TABLE clocks (
      chain_id LowCardinality(String),
      content_hash String,
      latest_epoch UInt32,
      poc_start_height UInt64,
      effective_epoch UInt32
    ) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, content_hash)`,

    `CREATE TABLE blocks (
      chain_id LowCardinality(String),
      height UInt64 CODEC(Delta, ZSTD),
      hash String,
      time DateTime64(9, 'UTC') CODEC(Delta, ZSTD),
      last_block_hash String,
      proposer LowCardinality(String),
      num_txs UInt32,
      block_size UInt64,
      source LowCardinality(String)
    ) ENGINE = {{ReplacingMergeTree}} PARTITION BY intDiv(height, 1000000) ORDER BY (chain_id, height, hash, time)`,
  ],
};
