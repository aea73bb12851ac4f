import { agreedRows } from "./0003-votes.ts";
import type { Migration } from "./types.ts";

const ENVELOPE = "chain_id LowCardinality(String), epoch UInt32, content_hash String";

/** A table of rows that belong to a whole answer, as in 0001-facts. */
const told = (name: string, columns: string, key: string) =>
  `CREATE TABLE ${name} (${ENVELOPE}, ${columns}) ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, epoch, content_hash${key && `, ${key}`})`;

const agreed = (view: string, table: string, topic: string, columns: string) =>
  agreedRows(view, table, topic, `fact.epoch AS epoch, ${columns}`);

const COUNTS = "yes_count UInt128, abstain_count UInt128, no_count UInt128, no_with_veto_count UInt128";

/** Facts of the running network that the nodes tell, and what the nodes agree on of them. */
export const live: Migration = {
  number: 6,
  name: "live",
  statements: [
    told(
      "participants",
      `address String, inference_url String, status LowCardinality(String), validator_key String,
       join_time_ms Nullable(UInt64) COMMENT 'registration, unix milliseconds', join_height UInt64, epochs_completed UInt32`,
      "address",
    ),
    told(
      "participant_stats",
      `address String, inference_count UInt64, missed_requests UInt64, earned_coins UInt64, rewarded_coins UInt64, burned_coins UInt64,
       validated_inferences UInt64, invalidated_inferences UInt64, consecutive_invalid_inferences Int64,
       confirmation_ratio_value Nullable(Int64), confirmation_ratio_exponent Nullable(Int32)`,
      "address",
    ),
    told(
      "hardware",
      `address String, local_id String, position UInt32, status LowCardinality(String), models Array(String),
       device LowCardinality(Nullable(String)), devices Nullable(UInt32), version LowCardinality(Nullable(String))`,
      "address, local_id, position",
    ),
    told(
      "validators",
      "operator_address String, consensus_address String, jailed Bool, status LowCardinality(String), tokens Int64, moniker String",
      "operator_address",
    ),
    told(
      "signing_infos",
      `consensus_address String, start_height UInt64, index_offset Int64, jailed_until Nullable(DateTime64(3, 'UTC')), tombstoned Bool,
       missed_blocks Int64`,
      "consensus_address",
    ),
    told(
      "slashing_params",
      `signed_blocks_window Int64, min_signed_per_window_e18 UInt128, downtime_jail_seconds UInt64, slash_fraction_downtime_e18 UInt128`,
      "",
    ),
    told("supply", "denom LowCardinality(String), amount UInt128", "denom"),
    told("community_pool", "denom LowCardinality(String), amount_e18 UInt256", "denom"),
    told("tokenomics", "total_fees UInt64, total_subsidies UInt64, total_refunded UInt64, total_burned UInt64", ""),
    told(
      "settle_amounts",
      "address String, settled_epoch UInt32, reward_coins UInt64, work_coins UInt64",
      "address, settled_epoch",
    ),
    told(
      "poc_snapshots",
      "poc_start_height UInt64, snapshot_height UInt64, generation_start UInt64, exchange_end UInt64, total_network_weight Int64",
      "",
    ),
    told("poc_voting_powers", "model_id LowCardinality(String), address String, voting_power Int64", "model_id, address"),
    told(
      "poc_delegations",
      "model_id LowCardinality(String), address String, kind LowCardinality(String), delegate_to Nullable(String)",
      "model_id, address, kind",
    ),
    told(
      "preserved_nodes",
      "anchor_height UInt64, model_id LowCardinality(String), address String, node_id String",
      "anchor_height, model_id, address, node_id",
    ),
    told(
      "maintenance_windows",
      "reservation_id UInt64, address String, start_height UInt64, duration_blocks UInt64, status LowCardinality(String), created_by String",
      "reservation_id",
    ),
    told(
      "models",
      "model_id String, proposed_by String, v_ram UInt64, throughput_per_nonce UInt64, units_of_compute_per_token UInt64, hf_repo String",
      "model_id",
    ),
    told(
      "proposals",
      `proposal_id UInt64, status LowCardinality(String), title String, message_types Array(String), registers_models Array(String),
       submitted_at Nullable(DateTime64(3, 'UTC')), voting_starts_at Nullable(DateTime64(3, 'UTC')),
       voting_ends_at Nullable(DateTime64(3, 'UTC')), expedited Bool, failed_reason String, ${COUNTS}`,
      "proposal_id",
    ),
    told("tallies", `proposal_id UInt64, ${COUNTS}`, "proposal_id"),
    told("upgrade_plans", "name String, height UInt64", "name"),
    told(
      "grants",
      `kind LowCardinality(String), granter String, grantee String, authorization LowCardinality(String),
       expires_at Nullable(DateTime64(3, 'UTC'))`,
      "kind, granter, grantee, authorization",
    ),
    told("granters", "address String, answered Bool", "address"),

    agreed(
      "agreed_participants",
      "participants",
      "participants",
      "address, inference_url, status, validator_key, join_time_ms, join_height, epochs_completed",
    ),
    agreed(
      "agreed_participant_stats",
      "participant_stats",
      "participant_stats",
      `address, inference_count, missed_requests, earned_coins, rewarded_coins, invalidated_inferences, confirmation_ratio_value,
       confirmation_ratio_exponent`,
    ),
    agreed(
      "agreed_hardware",
      "hardware",
      "hardware",
      "address, local_id, position, status, fact.models AS models, device, devices, version",
    ),
    agreed(
      "agreed_validators",
      "validators",
      "validators",
      "operator_address, consensus_address, jailed, status, tokens, moniker",
    ),
    agreed(
      "agreed_signing_infos",
      "signing_infos",
      "signing_infos",
      "consensus_address, start_height, jailed_until, tombstoned, missed_blocks",
    ),
    agreed("agreed_supply", "supply", "supply", "denom, amount"),
    agreed("agreed_community_pool", "community_pool", "community_pool", "denom, amount_e18"),
    agreed("agreed_tokenomics", "tokenomics", "tokenomics", "total_fees, total_subsidies, total_refunded, total_burned"),
    agreed("agreed_settle_amounts", "settle_amounts", "settle_amounts", "address, settled_epoch, reward_coins, work_coins"),
    agreed(
      "agreed_poc_snapshots",
      "poc_snapshots",
      "poc_snapshot",
      "poc_start_height, snapshot_height, generation_start, exchange_end, total_network_weight",
    ),
    agreed("agreed_poc_voting_powers", "poc_voting_powers", "poc_snapshot", "model_id, address, voting_power"),
    agreed("agreed_poc_delegations", "poc_delegations", "poc_delegations", "model_id, address, kind, delegate_to"),
    agreed("agreed_preserved_nodes", "preserved_nodes", "preserved_nodes", "anchor_height, model_id, address, node_id"),
    agreed(
      "agreed_maintenance_windows",
      "maintenance_windows",
      "maintenance",
      "reservation_id, address, start_height, duration_blocks, status, created_by",
    ),
    agreed(
      "agreed_models",
      "models",
      "models",
      "model_id, proposed_by, v_ram, throughput_per_nonce, units_of_compute_per_token, hf_repo",
    ),
    agreed(
      "agreed_proposals",
      "proposals",
      "proposals",
      `proposal_id, status, title, message_types, registers_models, submitted_at, voting_starts_at, voting_ends_at, expedited,
       failed_reason, yes_count, abstain_count, no_count, no_with_veto_count`,
    ),
    agreed("agreed_tallies", "tallies", "tally", "proposal_id, yes_count, abstain_count, no_count, no_with_veto_count"),
    agreed("agreed_upgrade_plans", "upgrade_plans", "upgrade_plan", "name, fact.height AS height"),
    agreed("agreed_grants", "grants", "grants", "kind, granter, grantee, authorization, expires_at"),
    agreed("agreed_granters", "granters", "grants", "address, answered"),

    // Whether the chain's maintenance module is on in an epoch, by the parameters in force there; null where no version of them names it.
    `CREATE VIEW epoch_maintenance AS
     SELECT chosen.epoch AS epoch, JSONExtract(version.json, 'maintenance_params', 'maintenance_enabled', 'Nullable(Bool)') AS enabled
     FROM epoch_params(chain = {chain:String}, as_of = {as_of:DateTime64(6)}) AS chosen
     INNER JOIN params AS version FINAL ON version.content_hash = chosen.content_hash
     WHERE version.chain_id = {chain:String}`,
  ],
};
