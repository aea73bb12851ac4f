import { finality } from "../chain/epoch-schedule.ts";
import type { EpochRow, ParamsRow } from "../storage/facts/rows.ts";
import type { ChainNow } from "./network.ts";

/** When the facts of one epoch can't change any more, as far as the sources agree on where the chain is. */
export interface EpochFinality {
  /** Whether membership facts told at this height are final. */
  membership(height: number | null): boolean;
  /** Whether results told at this height are final: settled, and past the claim window. */
  results(height: number | null): boolean;
  /** Whether the epoch's results must exist by now. */
  readonly resultsDue: boolean;
}

/**
 * Nothing is final without an agreed head, an agreed clock and known parameters. The height an answer speaks of counts no further than
 * the agreed head: a node can't make its word final by claiming to be ahead.
 */
export function finalityOf(
  now: ChainNow,
  params: ParamsRow | null,
  group: Pick<EpochRow, "poc_start_height" | "last_height">,
): EpochFinality {
  const unknown = { membership: () => false, results: () => false, resultsDue: true };
  if (now.head.kind !== "agreed" || now.clock.kind !== "agreed" || !params) return unknown;
  const { height: head } = now.head.value;
  const stages = finality(group.poc_start_height, params);
  const reached = (height: number | null, stage: number) => height !== null && Math.min(height, head) >= stage;
  return {
    membership: (height) => group.last_height > 0 && reached(height, Math.max(stages.membership, group.last_height + 1)),
    results: (height) => reached(height, stages.claims),
    resultsDue: head >= stages.counts,
  };
}
