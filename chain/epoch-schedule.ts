/** The `params.epoch_params` fields that place an epoch's stages, in blocks. A params fact row fits as it is. */
export interface EpochParams {
  readonly epoch_length: number;
  readonly poc_stage_duration: number;
  readonly poc_exchange_duration: number;
  readonly poc_validation_delay: number;
  readonly poc_validation_duration: number;
  readonly set_new_validators_delay: number;
}

/** Block heights of an epoch's stages. */
export interface EpochStages {
  readonly pocStart: number;
  readonly generationEnd: number;
  /** Deadline for exchanging artifacts. */
  readonly exchangeEnd: number;
  readonly validationStart: number;
  /** The previous epoch is settled in this block. */
  readonly validationEnd: number;
  /** The epoch becomes effective in this block. */
  readonly setNewValidators: number;
  readonly claimMoney: number;
  readonly nextPocStart: number;
}

/** Heights from which facts of an epoch can't change any more. */
export interface Finality {
  /** Members, weights, nodes, exclusions: the next epoch takes over. */
  readonly membership: number;
  /** Counts and amounts of the epoch's results: settlement. */
  readonly counts: number;
  /** `claimed` of the epoch's results: unclaimed rewards are swept at the next settlement. */
  readonly claims: number;
}

/**
 * The stages of the epoch whose PoC starts at `pocStart`, as the chain's epoch_params.go places them.
 * Validation starts `poc_validation_delay` after the generation's end; the exchange runs inside that delay and doesn't move it.
 * @throws RangeError when a height or duration isn't a whole number ≥ 0, or the length isn't positive.
 */
export function stagesOf(pocStart: number, params: EpochParams): EpochStages {
  const generationEnd = pocStart + params.poc_stage_duration;
  const exchangeEnd = generationEnd + params.poc_exchange_duration;
  const validationStart = generationEnd + params.poc_validation_delay;
  const validationEnd = validationStart + params.poc_validation_duration;
  const setNewValidators = validationEnd + params.set_new_validators_delay;
  const stages = {
    pocStart,
    generationEnd,
    exchangeEnd,
    validationStart,
    validationEnd,
    setNewValidators,
    claimMoney: setNewValidators + 1,
    nextPocStart: pocStart + params.epoch_length,
  };
  const parts = [
    pocStart,
    params.poc_stage_duration,
    params.poc_exchange_duration,
    params.poc_validation_delay,
    params.poc_validation_duration,
    params.set_new_validators_delay,
    params.epoch_length - 1,
  ];
  if (![...parts, ...Object.values(stages)].every((part) => Number.isSafeInteger(part) && part >= 0)) {
    throw new RangeError(`not an epoch schedule: pocStart ${pocStart}, ${JSON.stringify(params)}`);
  }
  return stages;
}

/**
 * When the facts of the epoch that starts at `pocStart` are final. Right as long as the params hold for the two epochs after it:
 * a governance change of epoch lengths moves these heights, so compute them again from the params in force.
 * @throws RangeError as {@link stagesOf}.
 */
export function finality(pocStart: number, params: EpochParams): Finality {
  const next = stagesOf(stagesOf(pocStart, params).nextPocStart, params);
  const afterNext = stagesOf(next.nextPocStart, params);
  return { membership: next.setNewValidators, counts: next.validationEnd, claims: afterNext.validationEnd };
}
