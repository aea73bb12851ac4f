import type { SimulationOptions } from "../network/options.ts";

const HOSTS = 3;

/** The sandbox is a chain of its own: few hosts, one node, the same moment. */
export function sandboxOptions(options: SimulationOptions): SimulationOptions {
  return {
    ...options,
    seed: `${options.seed}/sandbox`,
    chainId: options.chainId.replace(/-simulated$|$/, "-sandbox-simulated"),
    hosts: HOSTS,
    sources: 1,
    maintenanceEnabled: false,
  };
}
