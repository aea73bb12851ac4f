import type { Draw } from "./draw.ts";
import type { PlannedMember } from "./plan.ts";
import type { Plot } from "./plot.ts";
import type { Counts, Host } from "./types.ts";

/** What a member's epoch ends with, before it is claimed. */
export interface PlannedResult extends Counts {
  readonly host: Host;
  /** Work coins of the settlement; an excluded host loses what it earned. */
  readonly settledEarned: bigint;
  readonly rewarded: bigint;
  /** Blocks after claimMoney of the next epoch at which it claims; null = never. */
  readonly claimedAfter: number | null;
}

const NGONKA_PER_TOKEN = 10;

/** The whole mint of an epoch in ngonka: 323,000 GNK less 0.0475 % an epoch (bitcoin_reward_params). */
export function rewardOf(epoch: number): bigint {
  return epoch < 1 ? 0n : BigInt(Math.floor(323_000e9 * Math.exp(-0.000475 * (epoch - 1))));
}

export function resultsOf(draw: Draw, plot: Plot, epoch: number, members: readonly PlannedMember[]): readonly PlannedResult[] {
  const total = members.reduce((sum, { weight }) => sum + weight, 0n);
  const demand = members.length * 2000 * (0.5 + draw.unit("demand", epoch));
  return members.map((member) => {
    const { slot, turn } = member.tenure;
    const share = total === 0n ? 0 : Number(member.weight) / Number(total);
    const assigned = Math.floor(demand * share * (0.6 + 0.8 * draw.unit("load", slot, turn, epoch)));
    const missed = Math.round(assigned * missRate(draw, plot, slot, turn, epoch));
    const completed = assigned - missed;
    const invalidated = draw.chance(0.2, "invalid", slot, turn, epoch)
      ? Math.min(completed, draw.integer(1, 6, "invalids", slot, epoch))
      : 0;
    const tokens = Math.floor(completed * (900 + 1200 * draw.unit("length", slot, turn, epoch)));
    const earned = BigInt(tokens) * BigInt(NGONKA_PER_TOKEN) + BigInt(completed) * 1063n;
    const excluded = member.exclusion !== null;
    // The chain's binomial test at 10 % of missed requests: the reward is lost, the work coins are not.
    const failsDowntime = assigned > 0 && missed / assigned > 0.12;
    const reward = total === 0n ? 0n : (rewardOf(epoch) * member.weight * permille(member)) / (total * 1000n);
    return {
      host: member.host,
      inferenceCount: BigInt(completed),
      missedRequests: BigInt(missed),
      validated: BigInt(completed - invalidated),
      invalidated: BigInt(invalidated),
      earned,
      settledEarned: excluded ? 0n : earned,
      rewarded: excluded || failsDowntime ? 0n : reward,
      claimedAfter:
        excluded || draw.chance(0.02, "unclaimed", slot, turn, epoch) ? null : draw.integer(0, 4, "claim", slot, epoch),
    };
  });
}

function missRate(draw: Draw, plot: Plot, slot: number, turn: number, epoch: number): number {
  if (slot === plot.sloppy) return 0.14 + 0.06 * draw.unit("sloppy", epoch);
  if (slot >= plot.anchors && draw.chance(0.04, "badDay", slot, turn, epoch)) return 0.11 + 0.1 * draw.unit("bad", slot, epoch);
  return 0.03 * draw.unit("missed", slot, turn, epoch);
}

function permille({ finalRatio }: PlannedMember): bigint {
  const ratio = Number(finalRatio.value) * 10 ** finalRatio.exponent;
  return BigInt(Math.round(Math.min(1, ratio) * 1000));
}
