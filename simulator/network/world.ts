import { Bounded } from "./bounded.ts";
import type { SimulationClock } from "./clock.ts";
import { Draw } from "./draw.ts";
import { type EpochStages, epochsAt, stagesOf } from "./epochs.ts";
import { Hosts } from "./hosts.ts";
import { modelsOf } from "./models.ts";
import { Nodes } from "./nodes.ts";
import type { SimulationOptions } from "./options.ts";
import { type EpochPlan, Planner } from "./plan.ts";
import { type Plot, plotOf } from "./plot.ts";
import { Tenures } from "./tenures.ts";
import type { Model } from "./types.ts";

/** What every part of the network is computed from. */
export interface World {
  readonly options: SimulationOptions;
  readonly clock: SimulationClock;
  readonly draw: Draw;
  readonly plot: Plot;
  readonly models: readonly Model[];
  readonly tenures: Tenures;
  readonly hosts: Hosts;
  readonly nodes: Nodes;
  plan(epoch: number): EpochPlan;
  stagesOf(epoch: number): EpochStages;
  epochsAt(height: number): { readonly latest: number; readonly effective: number };
}

/** Plans kept of a network of this size: a member of one takes about 3 kB. */
const plansKept = (hosts: number) => Math.min(64, Math.max(8, Math.floor(24_000 / hosts)));

/** @throws RangeError if the options make no network: no host, or an epoch shorter than its stages. */
export function createWorld(options: SimulationOptions, clock: SimulationClock): World {
  if (!(Number.isInteger(options.hosts) && options.hosts >= 1)) throw new RangeError(`hosts: ${options.hosts}`);
  const first = stagesOf(options.epoch, 0);
  if (first.claimMoney + 2 >= first.nextPocStart) throw new RangeError("the epoch is shorter than its stages");
  const draw = new Draw(options.seed);
  const plot = plotOf(options);
  const models = modelsOf(options, plot);
  const tenures = new Tenures(draw, plot, options.hosts);
  const hosts = new Hosts(draw, options, clock, tenures);
  const nodes = new Nodes(draw, plot, models, options.hosts);
  const planner = new Planner(draw, options, plot, models, { tenures, hosts, nodes });
  const plans = new Bounded<number, EpochPlan>(plansKept(options.hosts));
  return {
    options,
    clock,
    draw,
    plot,
    models,
    tenures,
    hosts,
    nodes,
    plan: (epoch) => plans.get(epoch, () => planner.plan(epoch)),
    stagesOf: (epoch) => stagesOf(options.epoch, epoch),
    epochsAt: (height) => epochsAt(options.epoch, height),
  };
}
