import { Bounded } from "./bounded.ts";
import type { PlannedMember } from "./plan.ts";
import type { ConsensusValidator, Host, SigningInfo, StakingValidator } from "./types.ts";
import type { World } from "./world.ts";

/** slashing.signed_blocks_window */
export const SIGNED_BLOCKS_WINDOW = 100;
/** slashing.downtime_jail_duration, milliseconds */
export const JAIL_MS = 600_000;
/** staking.max_validators */
export const MAX_VALIDATORS = 100;

/** Blocks from setNewValidators to the first block its validators sign; the updates stand two blocks before. */
const SET_IN_FORCE = 4;
/** The same from an exclusion. */
const EXCLUSION_IN_FORCE = 3;
const JAIL_IN_FORCE = 2;
const GENESIS_POWER = 1000n;

interface SetChange {
  readonly from: number;
  readonly validators: readonly ConsensusValidator[];
}

/** Who signs blocks: the members with weight, largest first, without those excluded or jailed so far. */
export class Consensus {
  readonly #world: World;
  readonly #changes = new Bounded<number, readonly SetChange[]>(16);

  constructor(world: World) {
    this.#world = world;
  }

  validators(height: number): readonly ConsensusValidator[] {
    const { latest } = this.#world.epochsAt(height);
    const inForce = height >= this.#world.stagesOf(latest).setNewValidators + SET_IN_FORCE ? latest : Math.max(0, latest - 1);
    let found: readonly ConsensusValidator[] = [];
    for (const change of this.#of(inForce)) if (height >= change.from) found = change.validators;
    return found;
  }

  validatorUpdates(height: number): readonly ConsensusValidator[] {
    const now = this.validators(height + 2);
    const before = this.validators(height + 1);
    if (now === before) return [];
    const powers = new Map(before.map(({ host, power }) => [host, power]));
    const updates = now.filter(({ host, power }) => powers.get(host) !== power);
    const kept = new Set(now.map(({ host }) => host));
    for (const { host } of before) if (!kept.has(host)) updates.push({ host, power: 0n });
    return updates;
  }

  signed(host: Host, height: number): boolean {
    const member = this.#world.plan(this.#world.epochsAt(height).effective).byAddress.get(host.address);
    const jailedFrom = member?.jailedFrom ?? null;
    if (jailedFrom !== null && height <= jailedFrom && height > jailedFrom - SIGNED_BLOCKS_WINDOW * 0.6) return false;
    return !this.#world.draw.chance(0.004, "unsigned", host.index, height);
  }

  proposer(height: number): Host | null {
    const validators = this.validators(height);
    return validators.length === 0 ? null : this.#world.draw.one(validators, "proposer", height).host;
  }

  stakingValidators(height: number): readonly StakingValidator[] {
    const { effective } = this.#world.epochsAt(height - 1);
    const plan = this.#world.plan(effective);
    if (effective === 0) return this.#genesis().map(({ host, power }) => bonded(host, power));
    const ranked = plan.members.filter(({ weight }) => weight > 0n).sort(byWeight);
    const excluded = (member: PlannedMember) => member.exclusion !== null && member.exclusion.height < height;
    const standing = ranked.filter((member) => !excluded(member));
    const listed: StakingValidator[] = standing.map((member, rank) => {
      const jailed = member.jailedFrom !== null && member.jailedFrom <= height;
      if (jailed) return { host: member.host, tokens: member.weight, jailed, status: "BOND_STATUS_UNBONDING" };
      return {
        ...bonded(member.host, member.weight),
        status: rank < MAX_VALIDATORS ? "BOND_STATUS_BONDED" : "BOND_STATUS_UNBONDED",
      };
    });
    // Who was in the epoch before and isn't any more is still unbonding, without power.
    const shown = new Set(listed.map(({ host }) => host));
    const left = [...ranked.filter(excluded), ...this.#world.plan(effective - 1).members.filter(({ weight }) => weight > 0n)];
    for (const { host } of left) {
      if (shown.has(host)) continue;
      shown.add(host);
      listed.push({ host, tokens: 0n, jailed: false, status: "BOND_STATUS_UNBONDING" });
    }
    return listed;
  }

  signingInfos(height: number): readonly SigningInfo[] {
    const validators = this.validators(height);
    const { effective } = this.#world.epochsAt(height);
    const signing = new Set(validators.map(({ host }) => host));
    const jailed = this.#world.plan(effective).members.filter(({ jailedFrom }) => jailedFrom !== null && jailedFrom <= height);
    const hosts = [...validators.map(({ host }) => host), ...jailed.map(({ host }) => host).filter((host) => !signing.has(host))];
    return hosts.map((host) => {
      const jailedFrom = this.#world.plan(effective).byAddress.get(host.address)?.jailedFrom ?? null;
      const isJailed = jailedFrom !== null && jailedFrom <= height;
      return {
        host,
        startHeight: host.joinHeight,
        jailedUntilMs: isJailed ? this.#world.clock.timeOf(jailedFrom) + JAIL_MS : 0,
        // Jailing resets the counter.
        missedBlocks: isJailed ? 0 : this.#missed(host, height),
      };
    });
  }

  #missed(host: Host, height: number): number {
    let missed = 0;
    for (let at = Math.max(1, height - SIGNED_BLOCKS_WINDOW + 1); at <= height; at++) if (!this.signed(host, at)) missed += 1;
    return missed;
  }

  #of(epoch: number): readonly SetChange[] {
    return this.#changes.get(epoch, () => this.#build(epoch));
  }

  #build(epoch: number): readonly SetChange[] {
    if (epoch === 0) return [{ from: 0, validators: this.#genesis() }];
    const { members, stages } = this.#world.plan(epoch);
    const ranked = members.filter(({ weight }) => weight > 0n).sort(byWeight);
    const start = stages.setNewValidators + SET_IN_FORCE;
    const outFrom = (member: PlannedMember) => {
      if (member.exclusion !== null) return Math.max(start, member.exclusion.height + EXCLUSION_IN_FORCE);
      return member.jailedFrom === null ? Number.MAX_SAFE_INTEGER : Math.max(start, member.jailedFrom + JAIL_IN_FORCE);
    };
    const leaving = ranked.map((member) => ({ host: member.host, power: member.weight, until: outFrom(member) }));
    const heights = new Set([start, ...leaving.map(({ until }) => until).filter((until) => until < Number.MAX_SAFE_INTEGER)]);
    return [...heights].sort((a, b) => a - b).map((from) => ({ from, validators: standing(leaving, from) }));
  }

  /** Before the first epoch the chain runs on the validators of its genesis. */
  #genesis(): readonly ConsensusValidator[] {
    const first = this.#world.plan(1).members.slice(0, 3);
    return first.map(({ host }) => ({ host, power: GENESIS_POWER }));
  }
}

const bonded = (host: Host, tokens: bigint): StakingValidator => ({ host, tokens, jailed: false, status: "BOND_STATUS_BONDED" });

const byWeight = (a: PlannedMember, b: PlannedMember) =>
  a.weight === b.weight ? a.host.index - b.host.index : a.weight > b.weight ? -1 : 1;

/** The largest that are still there from a height on. */
function standing(
  ranked: readonly (ConsensusValidator & { readonly until: number })[],
  from: number,
): readonly ConsensusValidator[] {
  const validators: ConsensusValidator[] = [];
  for (const { host, power, until } of ranked) {
    if (validators.length === MAX_VALIDATORS) break;
    if (until > from) validators.push({ host, power });
  }
  return validators;
}
