import type { EpochPlan, PlannedMember } from "./plan.ts";
import { ONE } from "./plan.ts";
import type {
  Counts,
  Decimal,
  Exclusion,
  Host,
  Member,
  ModelGroup,
  Participant,
  Result,
  RootGroup,
  SettleAmount,
} from "./types.ts";
import type { World } from "./world.ts";

const NOTHING: Counts = { inferenceCount: 0n, missedRequests: 0n, validated: 0n, invalidated: 0n, earned: 0n };

/** Epoch groups, participants and results, with every value flipping at the height at which it flips on the chain. */
export class Membership {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  rootGroup(epoch: number, height: number): RootGroup | null {
    if (epoch < 0) return null;
    const { pocStart, validationEnd, setNewValidators } = this.#world.stagesOf(epoch);
    if (height < pocStart) return null;
    const plan = this.#world.plan(epoch);
    const next = this.#world.stagesOf(epoch + 1).setNewValidators;
    const formed = height >= validationEnd;
    return {
      epoch,
      groupId: groupId(epoch, 0),
      members: formed ? plan.members.map((member) => this.#member(member, plan, height)) : [],
      totalWeight: formed ? plan.totalWeight : 0n,
      effectiveHeight: height >= setNewValidators && epoch > 0 ? setNewValidators : 0,
      lastHeight: height >= next ? next - 1 : 0,
      models: plan.models,
    };
  }

  modelGroup(epoch: number, modelId: string, height: number): ModelGroup | null {
    if (epoch < 0) return null;
    const { pocStart, validationEnd } = this.#world.stagesOf(epoch);
    if (height < pocStart) return null;
    const plan = this.#world.plan(epoch);
    const number = plan.models.findIndex(({ id }) => id === modelId);
    const model = plan.models[number];
    if (model === undefined) return null;
    const members =
      height < validationEnd
        ? []
        : plan.members.flatMap((member) => {
            const part = member.byModel.get(modelId);
            if (part === undefined) return [];
            const nodes = member.nodes.filter(({ node }) => node.modelId === modelId);
            return [{ host: member.host, weight: part.raw, confirmationWeight: part.scaled, votingPower: part.scaled, nodes }];
          });
    const totalWeight = members.reduce((sum, { weight }) => sum + weight, 0n);
    return { epoch, groupId: groupId(epoch, number + 1), model, members, totalWeight };
  }

  exclusions(epoch: number, height: number): readonly Exclusion[] {
    if (epoch < 1 || height < this.#world.stagesOf(epoch).setNewValidators) return [];
    return this.#world
      .plan(epoch)
      .members.flatMap(({ exclusion }) => (exclusion !== null && exclusion.height <= height ? [exclusion] : []))
      .sort((a, b) => a.height - b.height);
  }

  participants(height: number): readonly Participant[] {
    return this.#world.hosts.registered(height).map((host) => this.participant(host, height));
  }

  participant(host: Host, height: number): Participant {
    const { latest, effective } = this.#world.epochsAt(height);
    // The counters belong to the new epoch from its settlement on, while the one before is still the effective one.
    const counting = height >= this.#world.stagesOf(latest).validationEnd ? latest : latest - 1;
    const exclusion = this.#world.plan(effective).byAddress.get(host.address)?.exclusion ?? null;
    const counted = this.#world.plan(counting).byAddress.get(host.address);
    const excluded = exclusion !== null && exclusion.height <= height;
    return {
      host,
      status: !excluded ? "ACTIVE" : exclusion.reason === "statistical_invalidations" ? "INVALID" : "INACTIVE",
      epochsCompleted: this.#completed(host.address, counting - 1),
      counts: counted === undefined ? NOTHING : this.#countsAt(counting, host.address, height),
      confirmationRatio: counted === undefined ? null : ratioAt(counted, this.#world.plan(counting), height),
    };
  }

  results(epoch: number, height: number): readonly Result[] {
    if (epoch < 1 || height < this.#world.stagesOf(epoch + 1).validationEnd) return [];
    const claims = this.#world.stagesOf(epoch + 1).claimMoney;
    return this.#world.plan(epoch).results.map((result) => ({
      ...result,
      epoch,
      earned: result.settledEarned,
      claimed: result.claimedAfter !== null && height >= claims + result.claimedAfter,
    }));
  }

  settleAmounts(height: number): readonly SettleAmount[] {
    const { latest } = this.#world.epochsAt(height);
    const settled = height >= this.#world.stagesOf(latest).validationEnd ? latest - 1 : latest - 2;
    return this.results(settled, height)
      .filter(({ claimed, earned, rewarded }) => !claimed && earned + rewarded > 0n)
      .map(({ host, epoch, earned, rewarded }) => ({ host, epoch, reward: rewarded, work: earned }));
  }

  #member(member: PlannedMember, plan: EpochPlan, height: number): Member {
    const settled = settledAt(member, plan, height);
    return {
      host: member.host,
      weight: member.weight,
      confirmationWeight: settled ? member.finalConfirmation : member.scaled,
      votingPower: 0n,
      reputation: member.reputation,
    };
  }

  #countsAt(epoch: number, address: string, height: number): Counts {
    const { setNewValidators, nextPocStart } = this.#world.stagesOf(epoch);
    const done = Math.min(1, Math.max(0, (height - setNewValidators) / (nextPocStart - setNewValidators)));
    const number = this.#rowOf(epoch, address);
    const final = this.#world.plan(epoch).results[number];
    if (final === undefined || done === 0) return NOTHING;
    const part = (whole: bigint) => (done === 1 ? whole : (whole * BigInt(Math.floor(done * 1_000_000))) / 1_000_000n);
    return {
      inferenceCount: part(final.inferenceCount),
      missedRequests: part(final.missedRequests),
      validated: part(final.validated),
      invalidated: part(final.invalidated),
      earned: part(final.earned),
    };
  }

  readonly #rows = new WeakMap<EpochPlan, ReadonlyMap<string, number>>();

  #rowOf(epoch: number, address: string): number {
    const plan = this.#world.plan(epoch);
    let rows = this.#rows.get(plan);
    if (rows === undefined) {
      rows = new Map(plan.results.map(({ host }, number) => [host.address, number]));
      this.#rows.set(plan, rows);
    }
    return rows.get(address) ?? -1;
  }

  /** Epochs as a member since the last exclusion, but no more than the few looked at. */
  #completed(address: string, newest: number): number {
    let completed = 0;
    for (let epoch = newest; epoch >= 1 && epoch > newest - LOOK_BACK; epoch--) {
      const member = this.#world.plan(epoch).byAddress.get(address);
      if (member?.exclusion) break;
      if (member !== undefined) completed += 1;
    }
    return completed;
  }
}

/** Few, so that a list of 10,000 participants doesn't build more plans than are kept. */
const LOOK_BACK = 6;

/** Group ids are counted over all groups: a root group and room for nine models an epoch. */
const groupId = (epoch: number, number: number) => epoch * 10 + number + 1;

function settledAt(member: PlannedMember, plan: EpochPlan, height: number): boolean {
  const settling = member.settledBy === null ? undefined : plan.confirmations[member.settledBy];
  return settling !== undefined && height >= settling.validationEnd;
}

/** Null before the first confirmation PoC of the epoch is over, then 1 until the one that settles it. */
function ratioAt(member: PlannedMember, plan: EpochPlan, height: number): Decimal | null {
  const [first] = plan.confirmations;
  if (first === undefined || height < first.validationEnd || member.scaled === 0n) return null;
  return settledAt(member, plan, height) ? member.finalRatio : ONE;
}
