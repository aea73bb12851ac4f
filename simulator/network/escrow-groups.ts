import { Bounded } from "./bounded.ts";
import { GROUP_SIZE } from "./sessions-types.ts";
import type { World } from "./world.ts";

export interface EscrowGroup {
  readonly modelId: string;
  /** Host address of each slot; empty in an epoch in which no model has weight. */
  readonly slots: readonly string[];
}

/** Which model an escrow is for, and which hosts have its slots. */
export class EscrowGroups {
  readonly #world: World;
  readonly #models = new Bounded<number, readonly Weighted<ServedModel>[]>(16);

  constructor(world: World) {
    this.#world = world;
  }

  /** The model by demand, of those with weight in the epoch; the slots by the members' raw weights. */
  of(epoch: number, index: number): EscrowGroup {
    const { draw } = this.#world;
    const model = weighted(this.#served(epoch), draw.unit("demanded", epoch, index));
    if (model === null) return { modelId: "", slots: [] };
    const slots = Array.from({ length: GROUP_SIZE }, (_, slot) =>
      weighted(model.hosts, draw.unit("slot", epoch, index, slot)),
    ).filter((slot) => slot !== null);
    return { modelId: model.id, slots };
  }

  #served(epoch: number): readonly Weighted<ServedModel>[] {
    return this.#models.get(epoch, () => {
      const { models, members } = this.#world.plan(epoch);
      return models.flatMap(({ id }, number) => {
        const hosts = members.flatMap(({ host, byModel }) => {
          const weight = Number(byModel.get(id)?.raw ?? 0n);
          return weight > 0 ? [{ item: host.address, weight }] : [];
        });
        return hosts.length === 0 ? [] : [{ item: { id, hosts }, weight: DEMAND[number] ?? 1 }];
      });
    });
  }
}

interface Weighted<T> {
  readonly item: T;
  readonly weight: number;
}

interface ServedModel {
  readonly id: string;
  /** Addresses, by raw weight. */
  readonly hosts: readonly Weighted<string>[];
}

/** How often each model is asked for, in the order of the models. */
const DEMAND: readonly number[] = [45, 30, 25];

function weighted<T>(choices: readonly Weighted<T>[], unit: number): T | null {
  let left = unit * choices.reduce((sum, { weight }) => sum + weight, 0);
  for (const { item, weight } of choices) {
    left -= weight;
    if (left < 0) return item;
  }
  return choices.at(-1)?.item ?? null;
}
