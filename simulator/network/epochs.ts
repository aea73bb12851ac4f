import type { EpochLengths, SimulationOptions } from "./options.ts";

/** Heights of one epoch, as the chain's epoch context counts them. */
export interface EpochStages {
  readonly epoch: number;
  readonly pocStart: number;
  readonly generationWindDown: number;
  readonly generationEnd: number;
  readonly validationStart: number;
  readonly validationWindDown: number;
  /** Settlement of the epoch before happens in this block. */
  readonly validationEnd: number;
  /** The epoch becomes the effective one in this block. */
  readonly setNewValidators: number;
  readonly claimMoney: number;
  readonly inferenceValidationCutoff: number;
  readonly nextPocStart: number;
}

/** Blocks between the delegation snapshot, or the last possible confirmation PoC, and the next PoC start. */
export const CUTOFF_BLOCKS = 2;

export function stagesOf(lengths: EpochLengths, epoch: number): EpochStages {
  const pocStart = epoch * lengths.length;
  const generationEnd = pocStart + lengths.pocStage;
  const validationStart = generationEnd + lengths.exchange + lengths.validationDelay;
  const validationEnd = validationStart + lengths.validationDuration;
  const setNewValidators = validationEnd + lengths.setNewValidatorsDelay;
  const nextPocStart = pocStart + lengths.length;
  return {
    epoch,
    pocStart,
    generationWindDown: pocStart + Math.floor(lengths.pocStage * 0.8),
    generationEnd,
    validationStart,
    validationWindDown: validationStart + Math.floor(lengths.validationDuration * 0.8),
    validationEnd,
    setNewValidators,
    claimMoney: setNewValidators + 1,
    inferenceValidationCutoff: nextPocStart - CUTOFF_BLOCKS,
    nextPocStart,
  };
}

/** `latest` is the epoch whose PoC started last, `effective` the one whose validators were set last. */
export function epochsAt(lengths: EpochLengths, height: number): { readonly latest: number; readonly effective: number } {
  const latest = Math.max(0, Math.floor(height / lengths.length));
  const effective = height >= stagesOf(lengths, latest).setNewValidators ? latest : Math.max(0, latest - 1);
  return { latest, effective };
}

/** Where the history ends: the newest epoch has its members but isn't effective yet. */
export function headOfStart(options: SimulationOptions): number {
  const { validationEnd, setNewValidators } = stagesOf(options.epoch, options.historyEpochs);
  return validationEnd + Math.min(20, Math.floor((setNewValidators - validationEnd) / 2));
}
