import { SimulationClock } from "../network/clock.ts";
import { createNetwork, type Network } from "../network/network.ts";
import { sandboxOptions } from "../sandbox/sandbox.ts";
import { CAPACITY } from "./capacity.ts";
import { DEMAND } from "./demand.ts";
import { HOSTS } from "./hosts.ts";
import { MAINTENANCE } from "./maintenance.ts";
import { MODELS } from "./models.ts";
import { activeOnSandbox, NETWORK } from "./network.ts";
import { SERVING } from "./serving.ts";
import { TOKENS } from "./tokens.ts";
import { endOf, ONLY_VALUE, type Truth, type TruthOf } from "./truth.ts";

export { type Outcomes, outcomesOf, servedByModel } from "./tokens.ts";
export type { Truth } from "./truth.ts";

const sandboxes = new WeakMap<Network, Network>();

/** The sandbox beside a network, in a copy whose clock never moves: its history is the same, and nobody halts it. */
function sandboxOf(network: Network): Network {
  let sandbox = sandboxes.get(network);
  if (sandbox === undefined) {
    const options = sandboxOptions(network.options);
    sandbox = createNetwork(options, new SimulationClock({ ...options, speed: 0 }));
    sandboxes.set(network, sandbox);
  }
  return sandbox;
}

/** Nobody switches the sandbox off but a fault, and faults are no part of this truth. */
const sandboxAvailability: TruthOf = () => ({ value: 1, ...ONLY_VALUE });

const sandboxUsers: TruthOf = (network, epoch) => ({
  value: activeOnSandbox(sandboxOf(network), endOf(network, epoch)),
  ...ONLY_VALUE,
});

const TRUTHS: Readonly<Record<string, TruthOf>> = {
  ...CAPACITY,
  ...DEMAND,
  ...HOSTS,
  ...MODELS,
  ...NETWORK,
  ...SERVING,
  ...TOKENS,
  "sbx.availability": sandboxAvailability,
  "sbx.active_users": sandboxUsers,
  ...MAINTENANCE,
};

/** Indicators whose truth the simulation knows. */
export const KNOWN_INDICATORS: readonly string[] = Object.keys(TRUTHS);

/**
 * What the network-wide row of an indicator must say for an epoch once it is over and settled, computed from the network's own state: no
 * SQL, no JSON, none of the product's code. Null for an indicator the simulation knows nothing of, and for epochs before the first;
 * a null value says that there is nothing to measure, or not enough of it (no epoch 30 days before, less than 3 calibrating nodes).
 */
export function truthOf(network: Network, indicator: string, epoch: number): Truth | null {
  const truth = TRUTHS[indicator];
  return truth === undefined || epoch < 1 ? null : truth(network, epoch);
}
