import { DECIMAL, decimals, leaf, leaves, type Shape } from "./known.ts";

const STAT_TEST: Shape = decimals("dist_threshold p_mismatch p_value_threshold");

/** `params.validation_params`; a root epoch group carries a copy. */
export const VALIDATION_PARAMS: Shape = {
  ...decimals(
    "false_positive_rate pass_value min_validation_average max_validation_average min_validation_halfway miss_percentage_cutoff " +
      "miss_requests_penalty invalid_reputation_preserve bad_participant_invalidation_rate invalidation_h_threshold " +
      "downtime_good_percentage downtime_bad_percentage downtime_h_threshold downtime_reputation_preserve quick_failure_threshold " +
      "binom_test_p0",
  ),
  ...leaves(
    "min_ramp_up_measurements expiration_blocks epochs_to_max full_validation_traffic_cutoff min_validation_traffic_cutoff " +
      "timestamp_expiration timestamp_advance estimated_limits_per_block_kb claim_validation_enabled logprobs_mode",
  ),
};

const POC_PARAMS: Shape = {
  ...leaves(
    "default_difficulty validation_sample_size poc_data_pruning_epoch_threshold model_id seq_len poc_v2_enabled " +
      "confirmation_poc_v2_enabled validation_slots poc_normalization_enabled poc_stronger_rng_enabled validation_vote_threshold_bps",
  ),
  weight_scale_factor: DECIMAL,
  stat_test: STAT_TEST,
  model_params: {
    ...leaves("dim n_layers n_heads n_kv_heads vocab_size multiple_of rope_theta use_scaled_rope seq_len"),
    ...decimals("ffn_dim_multiplier norm_eps r_target"),
  },
  models: { ...leaves("model_id seq_len penalty_start_epoch"), stat_test: STAT_TEST, weight_scale_factor: DECIMAL },
};

const DEVSHARD_ESCROW_PARAMS: Shape = {
  ...leaves(
    "min_amount max_amount max_escrows_per_epoch group_size allowed_creator_addresses token_price max_nonce " +
      "devshard_requests_enabled default_inference_seal_grace_nonces default_inference_seal_grace_seconds create_devshard_fee " +
      "fee_per_nonce refusal_timeout execution_timeout validation_rate vote_threshold_factor default_auto_seal_every_n_nonces",
  ),
  approved_versions: leaves("name binary sha256"),
};

/** The module's `params` in v0.2.12 to v0.2.15. */
export const PARAMS: Shape = {
  epoch_params: {
    ...leaves(
      "epoch_length epoch_multiplier epoch_shift default_unit_of_compute_price poc_stage_duration poc_exchange_duration " +
        "poc_validation_delay poc_validation_duration set_new_validators_delay inference_validation_cutoff " +
        "inference_pruning_epoch_threshold inference_pruning_max poc_pruning_max confirmation_poc_safety_window",
    ),
    poc_slot_allocation: DECIMAL,
  },
  validation_params: VALIDATION_PARAMS,
  poc_params: POC_PARAMS,
  tokenomics_params: {
    ...decimals("subsidy_reduction_interval subsidy_reduction_amount current_subsidy_percentage"),
    ...leaves("work_vesting_period reward_vesting_period"),
  },
  collateral_params: {
    ...decimals(
      "slash_fraction_invalid slash_fraction_downtime downtime_missed_percentage_threshold base_weight_ratio collateral_per_weight_unit",
    ),
    grace_period_end_epoch: leaf,
  },
  bitcoin_reward_params: {
    ...decimals("decay_rate utilization_bonus_factor full_coverage_bonus_factor partial_coverage_bonus_factor"),
    ...leaves("use_bitcoin_rewards initial_epoch_reward genesis_epoch"),
  },
  dynamic_pricing_params: {
    ...decimals("stability_zone_lower_bound stability_zone_upper_bound price_elasticity"),
    ...leaves(
      "utilization_window_duration min_per_token_price base_per_token_price grace_period_end_epoch grace_period_per_token_price",
    ),
  },
  bandwidth_limits_params: {
    ...decimals("kb_per_input_token kb_per_output_token"),
    ...leaves(
      "estimated_limits_per_block_kb invalidations_limit invalidations_sample_period invalidations_limit_curve " +
        "minimum_concurrent_invalidations max_inferences_per_block",
    ),
  },
  confirmation_poc_params: {
    ...decimals("alpha_threshold slash_fraction"),
    ...leaves("expected_confirmations_per_epoch upgrade_protection_window"),
  },
  genesis_guardian_params: leaves("network_maturity_threshold network_maturity_min_height guardian_addresses"),
  developer_access_params: leaves("until_block_height allowed_developer_addresses"),
  participant_access_params: leaves(
    "new_participant_registration_start_height blocked_participant_addresses use_participant_allowlist " +
      "participant_allowlist_until_block_height",
  ),
  transfer_agent_access_params: leaves("allowed_transfer_addresses"),
  devshard_escrow_params: DEVSHARD_ESCROW_PARAMS,
  fee_params: leaves("min_gas_price_ngonka base_validation_gas gas_per_poc_count"),
  delegation_params: {
    ...decimals(
      "refusal_penalty no_participation_penalty delegation_share w_threshold cap_factor max_model_voting_power_percentage",
    ),
    ...leaves("deploy_window v_min initial_model_id"),
  },
  maintenance_params: leaves(
    "maintenance_enabled maintenance_min_schedule_lead_blocks maintenance_max_window_blocks maintenance_max_concurrent_validators " +
      "maintenance_max_concurrent_power_bps maintenance_credit_cap_blocks maintenance_credit_earn_per_successful_epoch_blocks",
  ),
};
