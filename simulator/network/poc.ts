import { createHash } from "node:crypto";
import { confirmationAt } from "./confirmations.ts";
import type { PlannedMember } from "./plan.ts";
import { hasPart } from "./plot.ts";
import type { ConfirmationEvent, Host, PocDelegations, PocSnapshot, PreservedNodes, StoreCommit } from "./types.ts";
import type { World } from "./world.ts";

/** The stage of a proof of compute, the epoch's own or a confirmation. */
interface Stage {
  readonly start: number;
  readonly generationStart: number;
  readonly generationEnd: number;
  readonly validationStart: number;
  /** The snapshot is gone from this height on. */
  readonly end: number;
  /** The epoch whose members vote. */
  readonly voters: number;
  /** The epoch whose nonces are committed. */
  readonly provers: number;
}

export class ProofOfCompute {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  confirmationEvents(epoch: number, height: number): readonly ConfirmationEvent[] {
    if (epoch < 1 || height < this.#world.stagesOf(epoch).setNewValidators) return [];
    return this.#world.plan(epoch).confirmations.flatMap((times) => confirmationAt(this.#world.draw, times, height) ?? []);
  }

  activeConfirmationEvent(height: number): ConfirmationEvent | null {
    const { latest, effective } = this.#world.epochsAt(height);
    if (latest !== effective) return null;
    const events = this.confirmationEvents(effective, height);
    return events.find(({ phase }) => phase !== "CONFIRMATION_POC_COMPLETED") ?? null;
  }

  snapshot(stageStart: number, height: number): PocSnapshot | null {
    const stage = this.#stage(stageStart);
    if (stage === null || height < stage.start || height >= stage.end) return null;
    const { clock, draw } = this.#world;
    const validating = height >= stage.validationStart;
    const exchanged = height >= stage.generationEnd;
    const { members, totalWeight, models } = this.#world.plan(stage.voters);
    const weighted = members.filter(({ weight }) => weight > 0n);
    const powers = models
      .map(({ id }) => ({ modelId: id, powers: this.#powers(id, weighted, stage.voters) }))
      .filter((model) => model.powers.length > 0)
      .sort((a, b) => (a.modelId < b.modelId ? -1 : 1));
    return {
      stageStart: stage.start,
      snapshotHeight: validating ? stage.validationStart : 0,
      appHash: validating ? draw.bytes(`app/${stage.validationStart}`) : new Uint8Array(),
      generationStartMs: clock.timeOf(Math.min(height, stage.generationStart)),
      exchangeEndMs: exchanged && validating ? clock.timeOf(stage.generationEnd) : 0,
      powers: validating ? powers : [],
      totalNetworkWeight: validating ? totalWeight : 0n,
    };
  }

  preservedNodes(height: number): PreservedNodes | null {
    const { latest, effective } = this.#world.epochsAt(height);
    if (latest === 0) return null;
    const triggered = this.#world.plan(effective).confirmations.filter(({ triggerHeight }) => triggerHeight <= height);
    const anchorHeight = Math.max(this.#world.stagesOf(latest).pocStart, triggered.at(-1)?.triggerHeight ?? 0);
    const { members, models } = this.#world.plan(effective);
    return {
      anchorHeight,
      models: models.flatMap(({ id }) => {
        const participants = members.flatMap(({ host, nodes }) => {
          const nodeIds = nodes.filter(({ node, preserved }) => preserved && node.modelId === id).map(({ node }) => node.id);
          return nodeIds.length > 0 ? [{ host, nodeIds }] : [];
        });
        return participants.length > 0 ? [{ modelId: id, participants }] : [];
      }),
    };
  }

  storeCommits(stageStart: number, height: number): readonly StoreCommit[] {
    const stage = this.#stage(stageStart);
    if (stage === null || height < stage.generationStart + 1) return [];
    // Pruned one epoch later (poc_data_pruning_epoch_threshold 1).
    const { latest } = this.#world.epochsAt(height);
    if (height >= this.#world.stagesOf(stage.provers + 1).validationEnd || latest > stage.provers + 1) return [];
    return this.#world.plan(stage.provers).members.flatMap(({ host, byModel }) =>
      [...byModel].map(([modelId, { raw }]) => ({
        host,
        modelId,
        count: Number(raw),
        rootHash: createHash("sha256").update(`${stageStart}/${host.address}/${modelId}`).digest(),
      })),
    );
  }

  /** Who lets others vote on a model it doesn't serve, who refuses, and who means to serve it. */
  delegationsOf(address: string, height: number): PocDelegations {
    const { effective } = this.#world.epochsAt(height);
    const plan = this.#world.plan(effective);
    const member = plan.byAddress.get(address);
    const delegations = [];
    const refusals = [];
    const intents = [];
    if (member !== undefined) {
      for (const { id: modelId, registeredAt } of this.#world.models) {
        if (registeredAt > height || member.byModel.has(modelId)) continue;
        // Before a model's first group there is nobody to delegate to; those that mean to serve it say so.
        if (!plan.models.some(({ id }) => id === modelId)) {
          if (member.tenure.slot < this.#world.plot.anchors) intents.push({ modelId, participant: address });
          continue;
        }
        const choice = this.#choice(member, modelId, this.#anchors(plan.members));
        if (choice.kind === "delegates") delegations.push({ modelId, delegator: address, delegateTo: choice.to.address });
        if (choice.kind === "refuses") refusals.push({ modelId, participant: address });
        if (choice.kind === "intends") intents.push({ modelId, participant: address });
      }
    }
    return { delegations, refusals, intents };
  }

  #powers(modelId: string, members: readonly PlannedMember[], epoch: number) {
    const powers = new Map<Host, bigint>();
    for (const member of members) if (member.byModel.has(modelId)) powers.set(member.host, member.weight);
    if (powers.size === 0) return [];
    const anchors = this.#anchors(this.#world.plan(epoch).members);
    for (const member of members) {
      if (member.byModel.has(modelId)) continue;
      const choice = this.#choice(member, modelId, anchors);
      const power = choice.kind === "delegates" ? powers.get(choice.to) : undefined;
      if (choice.kind === "delegates" && power !== undefined) powers.set(choice.to, power + member.weight);
    }
    return [...powers].map(([host, power]) => ({ host, power })).sort((a, b) => (a.host.address < b.host.address ? -1 : 1));
  }

  /** The same from epoch to epoch as long as the host doesn't serve the model. Hosts delegate to those that always serve. */
  #choice(member: PlannedMember, modelId: string, anchors: readonly PlannedMember[]) {
    const { draw, models, plot } = this.#world;
    const { slot, turn } = member.tenure;
    const number = models.findIndex(({ id }) => id === modelId);
    const unit = draw.unit("delegation", slot, turn, number);
    if (unit < 0.72 || (hasPart(plot, slot) && slot < plot.anchors)) {
      const others = anchors.filter((one) => one.host !== member.host);
      if (others.length > 0) return { kind: "delegates", to: draw.one(others, "delegate", slot, turn, number).host } as const;
    }
    if (unit < 0.8) return { kind: "refuses" } as const;
    return unit < 0.86 ? ({ kind: "intends" } as const) : ({ kind: "silent" } as const);
  }

  #anchors(members: readonly PlannedMember[]): readonly PlannedMember[] {
    return members.filter(({ tenure }) => tenure.slot < this.#world.plot.anchors);
  }

  #stage(start: number): Stage | null {
    const { latest, effective } = this.#world.epochsAt(start);
    const own = this.#world.stagesOf(latest);
    if (latest > 0 && start === own.pocStart) {
      return {
        start,
        generationStart: start,
        generationEnd: own.generationEnd,
        validationStart: own.validationStart,
        end: own.setNewValidators,
        voters: latest - 1,
        provers: latest,
      };
    }
    const event =
      effective < 1 ? undefined : this.#world.plan(effective).confirmations.find((one) => one.triggerHeight === start);
    if (event === undefined) return null;
    const { generationStart, generationEnd, validationStart } = event;
    // A confirmation's snapshot stands until the next proof of compute begins.
    const end = this.#world.stagesOf(effective + 1).setNewValidators;
    return { start, generationStart, generationEnd, validationStart, end, voters: effective, provers: effective };
  }
}
