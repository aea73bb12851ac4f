import { type EpochParams, type EpochStages, stagesOf } from "../../../chain/epoch-schedule.ts";
import type { Pace } from "../../../storage/read/live-now.ts";
import type { Epoch } from "../../../storage/read/votes.ts";
import type { ClockVerdict, HeadVerdict } from "../questions.ts";

/**
 * Where an epoch stands. `changeover`: its members are known, and take over at its end; the chain itself calls that "Inference" already.
 * `poc_exchange` lasts from the end of generation to the start of validation.
 */
export const PHASES = ["poc_generate", "poc_exchange", "poc_validate", "changeover", "inference"] as const;
export type Phase = (typeof PHASES)[number];

/** Where a stage of the epoch begins. */
export interface EpochEvent {
  readonly name: "poc_start" | "poc_validation_start" | "settlement" | "epoch_effective" | "next_poc_start";
  readonly height: number;
  /** 0 or less for what has happened. */
  readonly blocksLeft: number;
  /** Of what is to come, by the mean time between blocks; null while the chain stands, or where that is not known. */
  readonly estimatedAt: string | null;
}

/** Mean seconds between blocks, and what they were measured on. */
export interface BlockTime {
  readonly seconds: number;
  readonly basis: string;
}

export interface EpochClock {
  readonly phase: Phase;
  /** Until the next phase begins. */
  readonly phaseBlocksLeft: number;
  /** Until the next PoC starts, and with it the next epoch. */
  readonly epochBlocksLeft: number;
  readonly events: readonly EpochEvent[];
}

/**
 * The phase and the next events of the newest epoch, by the agreed head, clock and parameters; null where one of them is not agreed, or the
 * clock is behind the head.
 */
export function epochClock(
  head: HeadVerdict,
  clock: ClockVerdict,
  params: EpochParams | null,
  blockTime: BlockTime | null,
  halted: boolean,
): EpochClock | null {
  if (head.kind !== "agreed" || clock.kind !== "agreed" || !params) return null;
  const stages = stagesOf(clock.value.poc_start_height, params);
  const { height, time } = head.value;
  if (height < stages.pocStart || height >= stages.nextPocStart) return null;
  const [phase, until] = phaseAt(stages, height);
  const estimate = (at: number) =>
    blockTime && !halted && at > height
      ? new Date(Date.parse(time) + (at - height) * blockTime.seconds * 1000).toISOString()
      : null;
  const event = (name: EpochEvent["name"], at: number): EpochEvent => ({
    name,
    height: at,
    blocksLeft: at - height,
    estimatedAt: estimate(at),
  });
  return {
    phase,
    phaseBlocksLeft: until - height,
    epochBlocksLeft: stages.nextPocStart - height,
    events: [
      event("poc_start", stages.pocStart),
      event("poc_validation_start", stages.validationStart),
      event("settlement", stages.validationEnd),
      event("epoch_effective", stages.setNewValidators),
      event("next_poc_start", stages.nextPocStart),
    ],
  };
}

function phaseAt(stages: EpochStages, height: number): readonly [phase: Phase, until: number] {
  if (height < stages.generationEnd) return ["poc_generate", stages.generationEnd];
  if (height < stages.validationStart) return ["poc_exchange", stages.validationStart];
  if (height < stages.validationEnd) return ["poc_validate", stages.validationEnd];
  if (height < stages.setNewValidators) return ["changeover", stages.setNewValidators];
  return ["inference", stages.nextPocStart];
}

/** Fewer blocks than this say little of the mean. */
const FEWEST_BLOCKS = 10;

/** From the last hour of the agreeing source that saw most of it, else from the newest epoch whose bounds have times. */
export function blockTimeOf(head: HeadVerdict, paces: readonly Pace[], epochs: readonly Epoch[]): BlockTime | null {
  const trusted = head.kind === "agreed" ? paces.filter(({ source }) => head.agreeing.includes(source)) : [];
  const widest = [...trusted].sort((a, b) => b.to_height - b.from_height - (a.to_height - a.from_height))[0];
  if (widest && widest.to_height - widest.from_height >= FEWEST_BLOCKS) {
    const blocks = widest.to_height - widest.from_height;
    const seconds = (Date.parse(widest.to_time) - Date.parse(widest.from_time)) / 1000 / blocks;
    if (seconds > 0) return { seconds, basis: `the last ${blocks} blocks that ${widest.source} told` };
  }
  const epoch = epochs.findLast(({ starts_at, ends_at }) => starts_at !== null && ends_at !== null);
  if (!epoch?.starts_at || !epoch.ends_at) return null;
  const blocks = epoch.last_height + 1 - epoch.effective_height;
  const seconds = (Date.parse(epoch.ends_at) - Date.parse(epoch.starts_at)) / 1000 / blocks;
  return seconds > 0 ? { seconds, basis: `the ${blocks} blocks of epoch ${epoch.epoch}` } : null;
}
