import type { Draw } from "./draw.ts";
import { CUTOFF_BLOCKS, stagesOf } from "./epochs.ts";
import type { EpochLengths } from "./options.ts";
import type { ConfirmationEvent } from "./types.ts";

/** Blocks between the trigger of a confirmation PoC and its generation. */
const GRACE_BLOCKS = 2;

export type ConfirmationTimes = Omit<ConfirmationEvent, "phase" | "seedBlockHash">;

/** One to three confirmation PoCs in an epoch, none where the epoch is too short for one: they fit between its start and the next PoC. */
export function confirmationsOf(draw: Draw, lengths: EpochLengths, epoch: number): readonly ConfirmationTimes[] {
  if (epoch < 1) return [];
  const { setNewValidators, nextPocStart } = stagesOf(lengths, epoch);
  const whole = GRACE_BLOCKS + lengths.pocStage + lengths.exchange + lengths.validationDelay + lengths.validationDuration;
  const room = nextPocStart - CUTOFF_BLOCKS - whole - (setNewValidators + CUTOFF_BLOCKS);
  if (room < 1) return [];
  const most = Math.max(1, Math.min(3, Math.floor(room / (2 * whole))));
  const count = draw.integer(1, most, "confirmations", epoch);
  return Array.from({ length: count }, (_, sequence) => {
    const share = (sequence + 0.4 * draw.unit("confirmation", epoch, sequence)) / count;
    const triggerHeight = setNewValidators + CUTOFF_BLOCKS + Math.floor(share * room);
    const generationStart = triggerHeight + GRACE_BLOCKS;
    const generationEnd = generationStart + lengths.pocStage;
    const validationStart = generationEnd + lengths.exchange + lengths.validationDelay;
    const validationEnd = validationStart + lengths.validationDuration;
    return { epoch, sequence, triggerHeight, generationStart, generationEnd, validationStart, validationEnd };
  });
}

/** The event as it stands at a height; null before its trigger. */
export function confirmationAt(draw: Draw, times: ConfirmationTimes, height: number): ConfirmationEvent | null {
  if (height < times.triggerHeight) return null;
  const known = height >= times.generationStart;
  const seedBlockHash = known ? draw.bytes(`cpoc/${times.epoch}/${times.sequence}`).toString("hex") : "";
  return { ...times, phase: phaseAt(times, height), seedBlockHash };
}

function phaseAt(times: ConfirmationTimes, height: number): ConfirmationEvent["phase"] {
  if (height < times.generationStart) return "CONFIRMATION_POC_GRACE_PERIOD";
  if (height < times.validationStart) return "CONFIRMATION_POC_GENERATION";
  return height < times.validationEnd ? "CONFIRMATION_POC_VALIDATION" : "CONFIRMATION_POC_COMPLETED";
}
