import type { HostDetail, Now } from "../../client/types.ts";

/** A reward that lies on the chain until it is swept. */
export interface OpenClaim {
  readonly epoch: number;
  readonly ngonka: bigint;
  /** The block whose settlement sweeps it; null where the clock is not known. */
  readonly untilHeight: number | null;
  /** An estimate by the pace of blocks. */
  readonly untilTime: string | null;
}

/**
 * The newest reward that is neither claimed nor swept. The chain settles epoch E where the validation of the PoC that forms E+1 ends, and
 * sweeps what of E is unclaimed one epoch later.
 */
export function openClaim({ epochs }: HostDetail, { latest, events, block_time }: Now["epoch"]): OpenClaim | null {
  const newest = epochs.find(({ results }) => results !== null);
  if (!newest?.results || newest.results.claimed || latest === null) return null;
  const ngonka = BigInt(newest.results.earned_coins) + BigInt(newest.results.rewarded_coins);
  if (ngonka === 0n) return null;
  const ahead = newest.epoch + 2 - latest;
  if (ahead < 0 || ahead > 1) return null;
  const event = (name: (typeof events)[number]["name"]) => events.find((one) => one.name === name);
  const [first, settlement, next] = [event("poc_start"), event("settlement"), event("next_poc_start")];
  const base = { epoch: newest.epoch, ngonka };
  if (!first || !settlement || !next) return { ...base, untilHeight: null, untilTime: null };
  if (ahead === 0)
    return settlement.blocks_left > 0 ? { ...base, untilHeight: settlement.height, untilTime: settlement.estimated_at } : null;
  const blocks = settlement.height - first.height;
  const time =
    next.estimated_at === null || block_time === null
      ? null
      : new Date(Date.parse(next.estimated_at) + blocks * block_time.seconds * 1000).toISOString();
  return { ...base, untilHeight: next.height + blocks, untilTime: time };
}
