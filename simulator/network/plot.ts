import type { SimulationOptions } from "./options.ts";

/**
 * What happens in the made-up network in any case, in epochs counted back from the one that forms at the start, so that the
 * newest 30 days hold every case. Null where the history is too short for it.
 */
export interface Plot {
  /** The epoch that forms at the start. */
  readonly forming: number;
  /** The first epochs of slots that are guaranteed: hosts that never leave, serve all models and have only H100 SXM. */
  readonly anchors: number;
  /** The third model: proposal passed in the middle of one epoch, three epochs later it is active at its first try. */
  readonly thirdPassed: number;
  readonly thirdActive: number;
  /** The second model's group has no weight in this epoch and is back in the next. */
  readonly groupLost: number | null;
  /** A fourth model is registered in one epoch and tried once by two hosts, too few to be active. */
  readonly fourthPassed: number | null;
  readonly fourthTried: number | null;
  /** Slot whose host leaves, and the first epoch of the new host in it. */
  readonly newcomer: { readonly slot: number; readonly lastOfOld: number; readonly first: number } | null;
  /** Slot whose host is away for these epochs, both included, and back afterwards. */
  readonly away: { readonly slot: number; readonly from: number; readonly to: number } | null;
  /** Slot whose host stopped answering for good with this epoch. */
  readonly deadForGood: { readonly slot: number; readonly from: number } | null;
  /** Slot whose host didn't answer in these epochs, both included. */
  readonly deadOnce: { readonly slot: number; readonly from: number; readonly to: number } | null;
  /** Slot that fails its confirmation PoC in every sixth epoch. */
  readonly failing: number | null;
  /** Slot whose validator is jailed in every ninth epoch. */
  readonly jailed: number | null;
  /** Slot that misses about a sixth of its requests. */
  readonly sloppy: number | null;
  /** Slot whose host has AMD's GPUs alone. */
  readonly amd: number | null;
}

export function plotOf({ hosts, historyEpochs: forming }: SimulationOptions): Plot {
  const many = hosts >= 14;
  const long = forming >= 24;
  return {
    forming,
    anchors: Math.min(5, hosts),
    thirdPassed: long ? Math.max(2, forming - 26) : 1,
    thirdActive: long ? Math.max(2, forming - 26) + 3 : 2,
    groupLost: long ? forming - 16 : null,
    fourthPassed: long && many ? forming - 12 : null,
    fourthTried: long && many ? forming - 8 : null,
    newcomer: many && long ? { slot: 5, lastOfOld: forming - 14, first: forming - 10 } : null,
    away: many && long ? { slot: 6, from: forming - 7, to: forming - 4 } : null,
    deadForGood: many ? { slot: 7, from: Math.max(1, forming - 3) } : null,
    deadOnce: many && long ? { slot: 8, from: forming - 12, to: forming - 11 } : null,
    failing: many ? 9 : null,
    jailed: many ? 10 : null,
    sloppy: many ? 11 : null,
    amd: many ? 12 : null,
  };
}

/** Slots with a part in the plot, anchors among them: they don't leave by chance. */
export function hasPart(plot: Plot, slot: number): boolean {
  return slot < plot.anchors || (plot.amd !== null && slot <= plot.amd);
}
