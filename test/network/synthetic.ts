import { createHash } from "node:crypto";

/** A made-up network that knows the truth: what its nodes serve and what the indicators must say are computed from the same plain numbers. */
export interface SyntheticHost {
  readonly address: string;
  readonly weight: number;
  readonly confirmationWeight: number;
  /** Raw PoC weight by model and node. */
  readonly nodes: readonly { readonly model: string; readonly node: string; readonly weight: number }[];
  readonly completed: number;
  readonly missed: number;
  readonly invalid: number;
  readonly earned: bigint;
  readonly rewarded: bigint;
  readonly excluded: string | null;
}

export interface SyntheticEpoch {
  readonly epoch: number;
  readonly pocStart: number;
  readonly effective: number;
  /** 0 while the epoch runs. */
  readonly last: number;
  readonly models: readonly string[];
  readonly classicRequests: number;
  readonly hosts: readonly SyntheticHost[];
}

export interface SyntheticNetwork {
  readonly chainId: string;
  readonly epochs: ReadonlyMap<number, SyntheticEpoch>;
  readonly headHeight: number;
  readonly effectiveEpoch: number;
  readonly tokenPrice: number;
  /** Scale of each model as value · 10^exponent. */
  readonly scales: ReadonlyMap<string, { readonly value: number; readonly exponent: number }>;
  timeOf(height: number): string;
  hashOf(height: number): string;
}

export const EPOCH_LENGTH = 100;
/** Blocks after PoC start: generation 10, delay 2, validation 8, new validators 5 after it. */
export const STAGES = { generation: 10, exchange: 0, delay: 2, validation: 8, setNewValidators: 5 };
const EFFECTIVE_AFTER = STAGES.generation + STAGES.delay + STAGES.validation + STAGES.setNewValidators;
/** 22.6 h an epoch, as on mainnet: 30 days are about 32 epochs. */
const BLOCK_MS = (22.6 * 3_600_000) / EPOCH_LENGTH;
const GENESIS = Date.parse("2026-01-01T00:00:00Z");
export const MODELS = ["vendor/model-a", "vendor/model-b"] as const;

export const pocStartOf = (epoch: number) => 1000 + epoch * EPOCH_LENGTH;

/** Numbers that look random and are the same every time. */
function sequence(seed: string): (below: number) => number {
  let drawn = 0;
  return (below) => createHash("sha256").update(`${seed}/${drawn++}`).digest().readUInt32BE(0) % below;
}

/** Hosts come, go, fail and are excluded over the epochs `first` to `last`; the chain stands `beyond` epochs later. */
export function syntheticNetwork({
  first,
  last,
  hosts = 12,
  beyond = 2,
  seed = "gonka",
}: {
  first: number;
  last: number;
  hosts?: number;
  beyond?: number;
  seed?: string;
}): SyntheticNetwork {
  const effectiveEpoch = last + beyond;
  const epochs = new Map<number, SyntheticEpoch>();
  for (let epoch = first; epoch <= last; epoch++)
    epochs.set(epoch, syntheticEpoch(seed, epoch, epoch - first, effectiveEpoch, hosts));
  const headHeight = pocStartOf(effectiveEpoch) + EFFECTIVE_AFTER + 10;
  return {
    chainId: `synthetic-${seed}`,
    epochs,
    headHeight,
    effectiveEpoch,
    tokenPrice: 10,
    scales: new Map([
      [MODELS[0], { value: 3593, exponent: -4 }],
      [MODELS[1], { value: 12, exponent: -1 }],
    ]),
    timeOf: (height) =>
      `${new Date(GENESIS + height * BLOCK_MS).toISOString().slice(0, 19)}.${String(height).padStart(9, "0").slice(-9)}Z`,
    hashOf: (height) => createHash("sha256").update(`${seed}/block/${height}`).digest("hex").toUpperCase(),
  };
}

function syntheticEpoch(seed: string, epoch: number, age: number, effectiveEpoch: number, hosts: number): SyntheticEpoch {
  const models = epoch % 7 === 3 ? MODELS.slice(0, 1) : MODELS;
  const members: SyntheticHost[] = [];
  for (let index = 0; index < hosts; index++) {
    const born = sequence(`${seed}/host/${index}`)(30) - 20;
    const lifetime = 25 + sequence(`${seed}/life/${index}`)(40);
    if (age < born || age > born + lifetime) continue;
    members.push(syntheticHost(seed, epoch, index, models));
  }
  const effective = pocStartOf(epoch) + EFFECTIVE_AFTER;
  return {
    epoch,
    pocStart: pocStartOf(epoch),
    effective,
    last: epoch < effectiveEpoch ? effective + EPOCH_LENGTH - 1 : 0,
    models,
    classicRequests: epoch % 5 === 0 ? 17 : 0,
    hosts: members,
  };
}

function syntheticHost(seed: string, epoch: number, index: number, models: readonly string[]): SyntheticHost {
  const draw = sequence(`${seed}/${epoch}/${index}`);
  const nodes = models.flatMap((model, position) =>
    position === 1 && index % 3 === 0 ? [] : [{ model, node: `node${position}-${index}`, weight: 1000 + draw(9000) }],
  );
  const excluded = draw(11) === 0 ? (draw(2) === 0 ? "failed_confirmation_poc" : "downtime") : null;
  return {
    address: `gonka1host${String(index).padStart(4, "0")}`,
    weight: index === 5 && epoch % 4 === 0 ? 0 : 100 + draw(5000),
    confirmationWeight: draw(9) === 0 ? 0 : 500 + draw(6000),
    nodes,
    completed: 1000 + draw(100_000),
    missed: draw(300),
    invalid: draw(20),
    earned: BigInt(draw(1_000_000_000)) * 7n,
    rewarded: excluded ? 0n : BigInt(draw(1_000_000_000)) * 1000n,
    excluded,
  };
}
