import { Bounded } from "./bounded.ts";
import type { Draw } from "./draw.ts";
import { hasPart, type Plot } from "./plot.ts";
import type { Tenure } from "./tenures.ts";
import type { GroupNode, Hardware, MlNode, Model } from "./types.ts";

interface Gpu {
  readonly type: string;
  /** PoC weight of one, H100 SXM = 1: about what the hardware does on mainnet. */
  readonly factor: number;
  readonly share: number;
}

const H100_SXM: Gpu = { type: "NVIDIA H100 80GB HBM3 | 79GB", factor: 1, share: 0.4 };

/** Names and shares as registered on mainnet in September 2026. */
const GPUS: readonly Gpu[] = [
  H100_SXM,
  { type: "NVIDIA H200 | 140GB", factor: 1.2, share: 0.22 },
  { type: "NVIDIA B300 SXM6 AC | 268GB", factor: 3.3, share: 0.08 },
  { type: "NVIDIA A100-SXM4-80GB | 80GB", factor: 0.43, share: 0.1 },
  { type: "NVIDIA B200 | 179GB", factor: 3, share: 0.06 },
  { type: "NVIDIA H100 PCIe | 79GB", factor: 0.55, share: 0.05 },
  { type: "NVIDIA RTX PRO 6000 Blackwell Server Edition | 95GB", factor: 0.5, share: 0.03 },
  { type: "NVIDIA H20 | 95GB", factor: 0.25, share: 0.03 },
  { type: "NVIDIA H200 NVL | 140GB", factor: 1, share: 0.03 },
];

const MI300X: Gpu = { type: "AMD Instinct MI300X | 192GB", factor: 1.1, share: 0 };

/** Scaled PoC weight of one H100 SXM, about. */
const WEIGHT_OF_H100 = 300;

/** The version most nodes are to run, as `mlnode_version` names it, and the one before. */
export const TARGET_VERSION = "3.0.16";
export const OLD_VERSION = "3.0.15";

/** Slots whose hosts put their first node on the fourth model: too few for it to be active. */
const FOURTH_TRIED_BY: readonly number[] = [10, 11];

interface Machine {
  readonly id: string;
  readonly hardware: readonly Hardware[];
  /** GPUs times their factors. */
  readonly power: number;
  readonly model: number;
  /** First epoch in which it serves the third model; null if never. */
  readonly thirdFrom: number | null;
  /** First epoch with the target version. */
  readonly updatedFrom: number;
}

/** The ML nodes of every host, what they serve in which epoch, and their proof of compute. */
export class Nodes {
  readonly #draw: Draw;
  readonly #plot: Plot;
  readonly #models: readonly Model[];
  readonly #machines: Bounded<string, readonly Machine[]>;

  constructor(draw: Draw, plot: Plot, models: readonly Model[], hosts: number) {
    this.#draw = draw;
    this.#plot = plot;
    this.#models = models;
    this.#machines = new Bounded(4 * hosts + 100);
  }

  /** What the host runs in an epoch, whether it proves compute or not. */
  running(tenure: Tenure, epoch: number): readonly MlNode[] {
    return this.#of(tenure).map((machine, number) => this.#node(tenure, machine, number, epoch));
  }

  versionOf(tenure: Tenure, nodeId: string, epoch: number): string {
    const machine = this.#of(tenure).find(({ id }) => id === nodeId);
    return machine !== undefined && epoch >= machine.updatedFrom ? TARGET_VERSION : OLD_VERSION;
  }

  /** Whether the host has told the chain about its hardware at all. */
  hasTold({ slot, turn }: Tenure): boolean {
    return hasPart(this.#plot, slot) || !this.#draw.chance(0.03, "neverTold", slot, turn);
  }

  /** The nodes that proved compute for an epoch, with their raw nonce weight. */
  proving(tenure: Tenure, epoch: number): readonly GroupNode[] {
    const { slot, turn, first } = tenure;
    const part = hasPart(this.#plot, slot);
    const draw = this.#draw;
    if (!part && draw.chance(epoch === first ? 0.25 : 0.02, "silent", slot, turn, epoch)) return [];
    const proving: GroupNode[] = [];
    for (const [number, machine] of this.#of(tenure).entries()) {
      if (!part && draw.chance(0.02, "broken", slot, turn, number, epoch)) continue;
      const node = this.#node(tenure, machine, number, epoch);
      const model = this.#models.find(({ id }) => id === node.modelId);
      if (model === undefined || (this.#plot.groupLost === epoch && model === this.#models[1])) continue;
      const steady = 0.94 + 0.12 * draw.unit("machine", slot, turn, number);
      const now = 0.97 + 0.06 * draw.unit("proof", slot, turn, number, epoch);
      const scale = Number(model.scale.value) * 10 ** model.scale.exponent;
      const pocWeight = BigInt(Math.max(1, Math.round((machine.power * WEIGHT_OF_H100 * steady * now) / scale)));
      proving.push({ node, pocWeight, preserved: draw.chance(0.1, "preserved", slot, turn, number, epoch) });
    }
    return proving;
  }

  #node(tenure: Tenure, machine: Machine, number: number, epoch: number): MlNode {
    const { fourthTried } = this.#plot;
    const tries = fourthTried === epoch && FOURTH_TRIED_BY.includes(tenure.slot) && number === 0;
    const serves = tries ? 3 : machine.thirdFrom !== null && epoch >= machine.thirdFrom ? 2 : machine.model;
    return { id: machine.id, modelId: this.#models[serves]?.id ?? "", hardware: machine.hardware, status: "INFERENCE" };
  }

  #of(tenure: Tenure): readonly Machine[] {
    return this.#machines.get(`${tenure.slot}/${tenure.turn}`, () => this.#build(tenure));
  }

  #build({ slot, turn, first }: Tenure): readonly Machine[] {
    const draw = this.#draw;
    if (slot < this.#plot.anchors) {
      return [0, 1, 2].map((number) => ({
        id: `node-${number + 1}`,
        hardware: [{ type: H100_SXM.type, count: 8 }],
        power: 8,
        model: number === 1 ? 1 : 0,
        thirdFrom: number === 2 ? this.#plot.thirdActive : null,
        updatedFrom: this.#updatedFrom(slot, turn, number),
      }));
    }
    if (slot === this.#plot.amd) {
      return [0, 1].map((number) => ({
        id: `node-${number + 1}`,
        hardware: [{ type: MI300X.type, count: 8 }],
        power: 8 * MI300X.factor,
        model: number,
        thirdFrom: null,
        updatedFrom: this.#updatedFrom(slot, turn, number),
      }));
    }
    const count = draw.integer(1, 6, "nodes", slot, turn);
    const third = count > 1 && draw.chance(0.4, "third", slot, turn);
    const thirdFrom = Math.max(first, this.#plot.thirdActive + draw.integer(0, 6, "thirdFrom", slot, turn));
    return Array.from({ length: count }, (_, number) => ({
      id: `node-${number + 1}`,
      ...this.#hardware(slot, turn, number),
      model: draw.chance(0.55, "model", slot, turn, number) ? 0 : 1,
      thirdFrom: third && number === count - 1 ? thirdFrom : null,
      updatedFrom: this.#updatedFrom(slot, turn, number),
    }));
  }

  #hardware(slot: number, turn: number, number: number): Pick<Machine, "hardware" | "power"> {
    const draw = this.#draw;
    const gpu = this.#gpu(draw.unit("gpu", slot, turn, number));
    const count = draw.one([2, 4, 8, 8, 8], "gpus", slot, turn, number);
    if (draw.chance(0.08, "unnamed", slot, turn, number)) return { hardware: [], power: gpu.factor * count };
    if (!draw.chance(0.04, "mixed", slot, turn, number)) {
      return { hardware: [{ type: gpu.type, count }], power: gpu.factor * count };
    }
    const hardware = [
      { type: gpu.type, count },
      { type: "NVIDIA A100-SXM4-80GB | 80GB", count: 2 },
    ];
    return { hardware, power: gpu.factor * count + 0.43 * 2 };
  }

  #gpu(unit: number): Gpu {
    let below = 0;
    for (const gpu of GPUS) {
      below += gpu.share;
      if (unit < below) return gpu;
    }
    return H100_SXM;
  }

  #updatedFrom(slot: number, turn: number, number: number): number {
    return this.#plot.forming - 10 + this.#draw.integer(0, 16, "update", slot, turn, number);
  }
}
