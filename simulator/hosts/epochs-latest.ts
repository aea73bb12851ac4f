import type { EpochStages } from "../network/epochs.ts";
import type { Network } from "../network/network.ts";

const PHASES = [
  "CONFIRMATION_POC_INACTIVE",
  "CONFIRMATION_POC_GRACE_PERIOD",
  "CONFIRMATION_POC_GENERATION",
  "CONFIRMATION_POC_VALIDATION",
  "CONFIRMATION_POC_COMPLETED",
];

function phaseAt(stages: EpochStages, height: number): string {
  if (stages.epoch === 0 || height >= stages.validationEnd) return "Inference";
  if (height >= stages.validationWindDown) return "PoCValidateWindDown";
  if (height >= stages.validationStart) return "PoCValidate";
  return height >= stages.generationWindDown ? "PoCGenerateWindDown" : "PoCGenerate";
}

const stagesJson = (stages: EpochStages, exchange: number) => ({
  epoch_index: stages.epoch,
  poc_start: stages.pocStart,
  poc_generation_wind_down: stages.generationWindDown,
  poc_generation_end: stages.generationEnd,
  poc_validation_start: stages.validationStart,
  poc_validation_wind_down: stages.validationWindDown,
  poc_validation_end: stages.validationEnd,
  set_new_validators: stages.setNewValidators,
  claim_money: stages.claimMoney,
  inference_validation_cutoff: stages.inferenceValidationCutoff,
  next_poc_start: stages.nextPocStart,
  poc_exchange_window: { start: stages.pocStart + 1, end: stages.generationEnd + exchange },
  poc_validation_exchange_window: { start: stages.validationStart + 1, end: stages.validationEnd },
});

/** `/v1/epochs/latest`: the heights of the running epoch's stages, zeros left out as the service does. */
export function epochsLatest(network: Network, height: number) {
  const { epoch: lengths } = network.options;
  const { latest } = network.epochsAt(height);
  const stages = network.stagesOf(latest);
  const active = network.activeConfirmationEvent(height);
  return {
    block_height: height,
    latest_epoch: { index: latest, poc_start_block_height: stages.pocStart },
    phase: phaseAt(stages, height),
    epoch_stages: stagesJson(stages, lengths.exchange),
    next_epoch_stages: stagesJson(network.stagesOf(latest + 1), lengths.exchange),
    epoch_params: {
      epoch_length: lengths.length,
      epoch_multiplier: 1,
      default_unit_of_compute_price: 100,
      poc_stage_duration: lengths.pocStage,
      ...(lengths.exchange === 0 ? {} : { poc_exchange_duration: lengths.exchange }),
      poc_validation_delay: lengths.validationDelay,
      poc_validation_duration: lengths.validationDuration,
      set_new_validators_delay: lengths.setNewValidatorsDelay,
      inference_validation_cutoff: 2,
      inference_pruning_epoch_threshold: 2,
      poc_slot_allocation: { value: 1, exponent: -1 },
      confirmation_poc_safety_window: 500,
    },
    is_confirmation_poc_active: active !== null,
    ...(active === null
      ? {}
      : {
          active_confirmation_poc_event: {
            epoch_index: active.epoch,
            trigger_height: active.triggerHeight,
            generation_start_height: active.generationStart,
            phase: PHASES.indexOf(active.phase),
            poc_seed_block_hash: active.seedBlockHash,
          },
        }),
  };
}
