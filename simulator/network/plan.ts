import { type ConfirmationTimes, confirmationsOf } from "./confirmations.ts";
import type { Draw } from "./draw.ts";
import { type EpochStages, stagesOf } from "./epochs.ts";
import type { Hosts } from "./hosts.ts";
import { floorScaled } from "./models.ts";
import type { Nodes } from "./nodes.ts";
import type { SimulationOptions } from "./options.ts";
import { hasPart, type Plot } from "./plot.ts";
import { type PlannedResult, resultsOf } from "./results.ts";
import type { Tenure, Tenures } from "./tenures.ts";
import type { Decimal, Exclusion, ExclusionReason, GroupNode, Host, Model } from "./types.ts";

/** What becomes of a member in its epoch, from the start to the end. */
export interface PlannedMember {
  readonly host: Host;
  readonly tenure: Tenure;
  readonly nodes: readonly GroupNode[];
  /** Model id → Σ raw weight and the same scaled and rounded down. */
  readonly byModel: ReadonlyMap<string, { readonly raw: bigint; readonly scaled: bigint }>;
  /** Σ scaled: what is to be confirmed. */
  readonly scaled: bigint;
  /** Root weight: the scaled one under the power cap. */
  readonly weight: bigint;
  /** Which confirmation PoC, counted from 0, settles its ratio; null in an epoch without. */
  readonly settledBy: number | null;
  readonly finalRatio: Decimal;
  readonly finalConfirmation: bigint;
  readonly exclusion: Exclusion | null;
  /** Height from which its validator is jailed, for the rest of the epoch. */
  readonly jailedFrom: number | null;
  readonly reputation: number;
}

export interface EpochPlan {
  readonly epoch: number;
  readonly stages: EpochStages;
  readonly members: readonly PlannedMember[];
  readonly byAddress: ReadonlyMap<string, PlannedMember>;
  readonly totalWeight: bigint;
  /** The models that have a group, empty or not. */
  readonly models: readonly Model[];
  readonly confirmations: readonly ConfirmationTimes[];
  /** In the order of the members. */
  readonly results: readonly PlannedResult[];
}

export const ONE: Decimal = { value: 1n, exponent: 0 };
const NONE: Decimal = { value: 0n, exponent: -16 };

/** The story of every epoch. */
export class Planner {
  readonly #draw: Draw;
  readonly #options: SimulationOptions;
  readonly #plot: Plot;
  readonly #models: readonly Model[];
  readonly #tenures: Tenures;
  readonly #hosts: Hosts;
  readonly #nodes: Nodes;

  constructor(
    draw: Draw,
    options: SimulationOptions,
    plot: Plot,
    models: readonly Model[],
    parts: { readonly tenures: Tenures; readonly hosts: Hosts; readonly nodes: Nodes },
  ) {
    this.#draw = draw;
    this.#options = options;
    this.#plot = plot;
    this.#models = models;
    this.#tenures = parts.tenures;
    this.#hosts = parts.hosts;
    this.#nodes = parts.nodes;
  }

  plan(epoch: number): EpochPlan {
    const stages = stagesOf(this.#options.epoch, epoch);
    const models = this.#models.filter(({ groupsFrom }) => groupsFrom <= epoch);
    const confirmations = confirmationsOf(this.#draw, this.#options.epoch, epoch);
    const proofs = epoch < 1 ? [] : this.#proofs(epoch, models);
    const mean = Number(proofs.reduce((sum, { scaled }) => sum + scaled, 0n)) / Math.max(1, proofs.length);
    const cap = BigInt(Math.floor(mean * 2.5));
    const members = proofs.map((proof) => this.#member(proof, cap, stages, confirmations));
    return {
      epoch,
      stages,
      members,
      byAddress: new Map(members.map((member) => [member.host.address, member])),
      totalWeight: members.reduce((sum, { weight }) => sum + weight, 0n),
      models,
      confirmations,
      results: resultsOf(this.#draw, this.#plot, epoch, members),
    };
  }

  #proofs(epoch: number, models: readonly Model[]) {
    const proofs = [];
    for (let slot = 0; slot < this.#tenures.slots; slot++) {
      const tenure = this.#tenures.seated(slot, epoch);
      if (tenure === null) continue;
      const nodes = this.#nodes.proving(tenure, epoch);
      const byModel = new Map<string, { raw: bigint; scaled: bigint }>();
      let scaled = 0n;
      for (const model of models) {
        let raw = 0n;
        for (const { node, pocWeight } of nodes) if (node.modelId === model.id) raw += pocWeight;
        if (raw === 0n) continue;
        const part = floorScaled(raw, model.scale);
        byModel.set(model.id, { raw, scaled: part });
        scaled += part;
      }
      proofs.push({ host: this.#hosts.of(tenure), tenure, nodes, byModel, scaled });
    }
    return proofs;
  }

  #member(
    proof: Pick<PlannedMember, "host" | "tenure" | "nodes" | "byModel" | "scaled">,
    cap: bigint,
    stages: EpochStages,
    confirmations: readonly ConfirmationTimes[],
  ): PlannedMember {
    const { slot, turn } = proof.tenure;
    const { epoch } = stages;
    const draw = this.#draw;
    const weight = proof.scaled > cap ? cap : proof.scaled;
    const reason = proof.scaled > 0n ? this.#excludedFor(slot, turn, epoch, confirmations.length > 0) : null;
    const settledBy = confirmations.length === 0 ? null : draw.integer(0, confirmations.length - 1, "settledBy", slot, epoch);
    const failed = reason === "failed_confirmation_poc";
    const settling = settledBy === null ? undefined : confirmations[settledBy];
    const running = stages.nextPocStart - stages.setNewValidators;
    const within = (share: number) => stages.setNewValidators + Math.floor(running * share);
    const exclusionHeight = failed ? settling?.validationEnd : within(0.2 + 0.6 * draw.unit("excludedAt", slot, epoch));
    const exclusion =
      reason === null || exclusionHeight === undefined ? null : { host: proof.host, epoch, reason, height: exclusionHeight };
    const full = !failed && !draw.chance(0.15, "shortfall", slot, turn, epoch);
    const share = failed ? 0.3 : full ? 1 / 0.909 : 0.6 + 0.35 * draw.unit("short", slot, turn, epoch);
    const jailed = weight > 0n && exclusion === null && this.#isJailed(slot, turn, epoch);
    return {
      ...proof,
      weight,
      settledBy,
      finalRatio: failed ? NONE : full ? ONE : this.#ratio(share, slot, epoch),
      finalConfirmation: BigInt(Math.floor(Number(proof.scaled) * Math.min(1, 0.909 * share))),
      exclusion,
      jailedFrom: jailed ? within(0.3 + 0.4 * draw.unit("jailedAt", slot, epoch)) : null,
      reputation: Math.min(100, 3 * (epoch - proof.tenure.first + 1)),
    };
  }

  /** The chain's own ratio lies near what the weights alone say, not on it: it counts by node and rounds otherwise. */
  #ratio(estimate: number, slot: number, epoch: number): Decimal {
    const ratio = estimate * (0.99 + 0.02 * this.#draw.unit("rounding", slot, epoch));
    return { value: BigInt(Math.round(ratio * 1e12)) * 10_000n + 1_646n, exponent: -16 };
  }

  #excludedFor(slot: number, turn: number, epoch: number, confirmed: boolean): ExclusionReason | null {
    const { failing, forming } = this.#plot;
    if (slot === failing) return confirmed && Math.abs(forming - 2 - epoch) % 6 === 0 ? "failed_confirmation_poc" : null;
    if (hasPart(this.#plot, slot)) return null;
    const unit = this.#draw.unit("excluded", slot, turn, epoch);
    if (unit < 0.02) return confirmed ? "failed_confirmation_poc" : null;
    if (unit < 0.03) return "downtime";
    return unit < 0.036 ? "statistical_invalidations" : null;
  }

  #isJailed(slot: number, turn: number, epoch: number): boolean {
    if (slot === this.#plot.jailed) return Math.abs(this.#plot.forming - 2 - epoch) % 9 === 0;
    return !hasPart(this.#plot, slot) && this.#draw.chance(0.01, "jailed", slot, turn, epoch);
  }
}
