import { rewardOf } from "./results.ts";
import type { Tokenomics } from "./types.ts";
import type { World } from "./world.ts";

const GNK = 1_000_000_000n;
/** Minted before the first epoch. */
const GENESIS_SUPPLY = 430_000_000n * GNK;
/** More hosts than this make a big network. */
const BIG = 2000;
const GENESIS_POOL = 102_000_000n * GNK;

/** Supply and what the chain counts about money, ngonka. */
export class Money {
  readonly #world: World;
  /** Σ rewards of the epochs 1 to the index. */
  readonly #minted: bigint[] = [0n];
  /** Σ claimed work coins of the epochs 1 to the index, as of after their sweep. */
  readonly #fees: bigint[] = [0n];

  constructor(world: World) {
    this.#world = world;
  }

  supply(height: number): bigint {
    return GENESIS_SUPPLY + this.#mintedBy(this.#settled(height));
  }

  communityPool(height: number): bigint {
    return GENESIS_POOL + (this.#mintedBy(this.#settled(height)) * 5n) / 100n;
  }

  tokenomics(height: number): Tokenomics {
    const settled = this.#settled(height);
    const claims = this.#world.stagesOf(settled + 1).claimMoney;
    const running = settled < 1 ? [] : this.#world.plan(settled).results;
    const claimed = running.reduce(
      (sum, { claimedAfter, settledEarned }) =>
        claimedAfter !== null && height >= claims + claimedAfter ? sum + settledEarned : sum,
      0n,
    );
    return {
      totalFees: this.#feesBy(settled - 1) + claimed,
      totalSubsidies: this.#mintedBy(settled),
      totalRefunded: 78_120_000_000n,
      totalBurned: 1_284_341_370_000_000n,
    };
  }

  balanceOf(address: string, height: number): bigint {
    const host = this.#world.hosts.byAddress(address);
    if (host === null) return 25n * GNK;
    if (host.joinHeight > height) return 0n;
    return BigInt(this.#world.draw.integer(10, 9000, "balance", host.index)) * GNK + BigInt(this.#settled(height)) * GNK;
  }

  /** The newest epoch whose reward is minted: at validationEnd of the epoch after. */
  #settled(height: number): number {
    const { latest } = this.#world.epochsAt(height);
    return Math.max(0, height >= this.#world.stagesOf(latest).validationEnd ? latest - 1 : latest - 2);
  }

  #mintedBy(epoch: number): bigint {
    for (let next = this.#minted.length; next <= epoch; next++)
      this.#minted.push((this.#minted[next - 1] ?? 0n) + rewardOf(next));
    return this.#minted[Math.max(0, epoch)] ?? 0n;
  }

  #feesBy(epoch: number): bigint {
    for (let next = this.#fees.length; next <= epoch; next++) {
      const claimed = this.#feesOf(next);
      this.#fees.push((this.#fees[next - 1] ?? 0n) + claimed);
    }
    return this.#fees[Math.max(0, epoch)] ?? 0n;
  }

  /** Every epoch's plan is needed for it: too much for a big network, whose old epochs get a round figure. */
  #feesOf(epoch: number): bigint {
    if (this.#world.options.hosts > BIG) return BigInt(this.#world.options.hosts) * 20_000_000n;
    return this.#world
      .plan(epoch)
      .results.reduce((sum, { claimedAfter, settledEarned }) => (claimedAfter === null ? sum : sum + settledEarned), 0n);
  }
}
