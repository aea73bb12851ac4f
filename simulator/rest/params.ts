import { createHash } from "node:crypto";
import type { Network } from "../network/network.ts";
import { dec, decimal } from "./json.ts";

/** Parameters of the inference module as mainnet had them in September 2026, with the simulation's own epoch and models. */
export function inferenceParams(network: Network, height: number) {
  const { epoch, maintenanceEnabled } = network.options;
  return {
    epoch_params: {
      epoch_length: String(epoch.length),
      epoch_multiplier: "1",
      epoch_shift: "0",
      default_unit_of_compute_price: "100",
      poc_stage_duration: String(epoch.pocStage),
      poc_exchange_duration: String(epoch.exchange),
      poc_validation_delay: String(epoch.validationDelay),
      poc_validation_duration: String(epoch.validationDuration),
      set_new_validators_delay: String(epoch.setNewValidatorsDelay),
      inference_validation_cutoff: "2",
      inference_pruning_epoch_threshold: "2",
      inference_pruning_max: "5000",
      poc_pruning_max: "1000",
      poc_slot_allocation: dec(1, -1),
      confirmation_poc_safety_window: "500",
    },
    validation_params: validationParams(),
    poc_params: pocParams(network, height),
    tokenomics_params: {
      subsidy_reduction_interval: dec(5, -2),
      subsidy_reduction_amount: dec(2, -1),
      current_subsidy_percentage: dec(9, -1),
      work_vesting_period: "180",
      reward_vesting_period: "180",
    },
    collateral_params: {
      slash_fraction_invalid: dec(2, -1),
      slash_fraction_downtime: dec(1, -1),
      downtime_missed_percentage_threshold: dec(5, -2),
      grace_period_end_epoch: "180",
      base_weight_ratio: dec(2, -1),
      collateral_per_weight_unit: dec(42, -1),
    },
    bitcoin_reward_params: {
      use_bitcoin_rewards: true,
      initial_epoch_reward: "323000000000000",
      decay_rate: dec(-475, -6),
      genesis_epoch: "1",
      utilization_bonus_factor: dec(5, -1),
      full_coverage_bonus_factor: dec(12, -1),
      partial_coverage_bonus_factor: dec(1, -1),
    },
    dynamic_pricing_params: {
      stability_zone_lower_bound: dec(4, -1),
      stability_zone_upper_bound: dec(6, -1),
      price_elasticity: dec(5, -2),
      utilization_window_duration: "60",
      min_per_token_price: "1",
      base_per_token_price: "100",
      grace_period_end_epoch: "90",
      grace_period_per_token_price: "100",
    },
    bandwidth_limits_params: {
      estimated_limits_per_block_kb: "53760",
      kb_per_input_token: dec(23, -4),
      kb_per_output_token: dec(64, -2),
      invalidations_limit: "500",
      invalidations_sample_period: "120",
      invalidations_limit_curve: "250",
      minimum_concurrent_invalidations: 1,
      max_inferences_per_block: "1000",
    },
    confirmation_poc_params: {
      expected_confirmations_per_epoch: "4",
      alpha_threshold: dec(5, -1),
      slash_fraction: dec(0, 0),
      upgrade_protection_window: "500",
    },
    genesis_guardian_params: {
      network_maturity_threshold: "15000000",
      network_maturity_min_height: "3000000",
      guardian_addresses: network
        .hosts(0)
        .slice(0, 3)
        .map(({ operatorAddress }) => operatorAddress),
    },
    developer_access_params: { until_block_height: "0", allowed_developer_addresses: [] },
    participant_access_params: {
      new_participant_registration_start_height: "0",
      blocked_participant_addresses: [],
      use_participant_allowlist: false,
      participant_allowlist_until_block_height: "0",
    },
    transfer_agent_access_params: { allowed_transfer_addresses: [] },
    devshard_escrow_params: devshardParams(network),
    fee_params: { min_gas_price_ngonka: "0", base_validation_gas: "500000", gas_per_poc_count: "100" },
    delegation_params: {
      deploy_window: "500",
      refusal_penalty: dec(1, -1),
      no_participation_penalty: dec(15, -2),
      delegation_share: dec(5, -2),
      w_threshold: dec(1, -1),
      v_min: "3",
      cap_factor: dec(75, -2),
      initial_model_id: "MiniMaxAI/MiniMax-M2.7",
      max_model_voting_power_percentage: dec(3, -1),
    },
    maintenance_params: {
      maintenance_enabled: maintenanceEnabled,
      maintenance_min_schedule_lead_blocks: "100",
      maintenance_max_window_blocks: "2000",
      maintenance_max_concurrent_validators: 3,
      maintenance_max_concurrent_power_bps: 1000,
      maintenance_credit_cap_blocks: "4000",
      maintenance_credit_earn_per_successful_epoch_blocks: "200",
    },
  };
}

export function validationParams() {
  return {
    false_positive_rate: dec(5, -2),
    min_ramp_up_measurements: 10,
    pass_value: dec(99, -2),
    min_validation_average: dec(1, -2),
    max_validation_average: dec(1, 0),
    expiration_blocks: "150",
    epochs_to_max: "30",
    full_validation_traffic_cutoff: "10000",
    min_validation_halfway: dec(5, -2),
    min_validation_traffic_cutoff: "100",
    miss_percentage_cutoff: dec(1, -2),
    miss_requests_penalty: dec(1, 0),
    timestamp_expiration: "300",
    timestamp_advance: "30",
    estimated_limits_per_block_kb: "0",
    invalid_reputation_preserve: dec(0, 0),
    bad_participant_invalidation_rate: dec(18, -2),
    invalidation_h_threshold: dec(40, 0),
    downtime_good_percentage: dec(99, -2),
    downtime_bad_percentage: dec(99, -2),
    downtime_h_threshold: dec(1, 2),
    downtime_reputation_preserve: dec(0, 0),
    quick_failure_threshold: dec(1, -6),
    binom_test_p0: dec(1, -1),
    claim_validation_enabled: false,
    logprobs_mode: "processed_logprobs",
  };
}

function statTest() {
  return { dist_threshold: dec(4, -1), p_mismatch: dec(1, -1), p_value_threshold: dec(5, -2) };
}

function pocParams(network: Network, height: number) {
  return {
    default_difficulty: 5,
    validation_sample_size: 200,
    poc_data_pruning_epoch_threshold: "1",
    weight_scale_factor: null,
    model_params: null,
    model_id: "",
    seq_len: "0",
    poc_v2_enabled: true,
    confirmation_poc_v2_enabled: true,
    stat_test: null,
    validation_slots: 0,
    poc_normalization_enabled: true,
    poc_stronger_rng_enabled: false,
    models: network.models(height).map(({ id, scale }) => ({
      model_id: id,
      seq_len: "1024",
      stat_test: statTest(),
      weight_scale_factor: decimal(scale),
      penalty_start_epoch: "0",
    })),
    validation_vote_threshold_bps: 5000,
  };
}

function devshardParams(network: Network) {
  const version = (name: string) => ({
    name,
    binary: `https://downloads.gonka-simulated.test/devshardd-${name}.zip`,
    sha256: createHash("sha256").update(name).digest("hex"),
  });
  return {
    min_amount: "50000000",
    max_amount: "100000000000",
    max_escrows_per_epoch: 500_000,
    group_size: 16,
    allowed_creator_addresses: network.payers().map(({ address }) => address),
    token_price: "10",
    approved_versions: ["v3", "v4", "v4.1", "v5"].map(version),
    max_nonce: 1_000_000,
    devshard_requests_enabled: true,
    default_inference_seal_grace_nonces: 160,
    default_inference_seal_grace_seconds: 3600,
    create_devshard_fee: "10000",
    fee_per_nonce: "1000",
    refusal_timeout: "60",
    execution_timeout: "1920",
    validation_rate: 1000,
    vote_threshold_factor: 50,
    default_auto_seal_every_n_nonces: 150,
  };
}
