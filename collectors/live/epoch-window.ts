import type { EpochStages } from "../../chain/epoch-schedule.ts";
import type { Pin } from "./pinned.ts";

/** What the epoch clock and the schedule say of a height. */
export interface WindowInputs {
  /** The epoch whose PoC began last, and its stages. */
  readonly latest: number;
  readonly stages: EpochStages;
  /** The epoch in force by the clock. */
  readonly effective: number;
  /** A height that every source has. */
  readonly height: number;
}

/** Around the flip of the effective epoch, clock and height may speak of different blocks. */
const FLIP_BLOCKS = 3;

/** Where to ask about the running epoch, and where about the one that is settled; null: nothing to ask now. */
export interface EpochWindow {
  /** The running epoch at the newest height that every source has. */
  readonly running: Pin | null;
  /**
   * An epoch at the last height at which its counters stand: the block before its settlement, which resets them (data-sources: settlement
   * at validationEnd of the next epoch, 120 blocks before the next becomes effective).
   */
  readonly closing: Pin | null;
}

/** Decides what the running network is asked, so that no counter is ever read under the wrong epoch. */
export function epochWindow({ latest, stages, effective, height }: WindowInputs): EpochWindow {
  const closing = height >= stages.validationEnd ? { epoch: latest - 1, height: stages.validationEnd - 1 } : null;
  if (Math.abs(height - stages.setNewValidators) <= FLIP_BLOCKS) return { running: null, closing };
  const isSettled = effective === latest - 1 && height >= stages.validationEnd;
  const isKnown = effective === latest ? height >= stages.setNewValidators : effective === latest - 1;
  return {
    running: isKnown && !isSettled ? { epoch: effective, height } : null,
    closing: closing && closing.epoch >= 1 ? closing : null,
  };
}
