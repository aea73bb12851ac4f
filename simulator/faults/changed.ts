import type { SimulationClock } from "../network/clock.ts";
import type { Network } from "../network/network.ts";

/** The same network but for the given members; what isn't changed still sees the honest rest. */
export function changedNetwork(network: Network, changes: Partial<Network>): Network {
  return changed(network, new Map<PropertyKey, unknown>(Object.entries(changes)));
}

export function changedClock(
  clock: SimulationClock,
  changes: { height?: () => number; timeOf?: (height: number) => number },
): SimulationClock {
  return changed(clock, new Map<PropertyKey, unknown>(Object.entries(changes)));
}

function changed<T extends object>(original: T, changes: ReadonlyMap<PropertyKey, unknown>): T {
  const bound = new Map<PropertyKey, unknown>();
  return new Proxy(original, {
    get(target, key) {
      if (changes.has(key)) return changes.get(key);
      const known = bound.get(key);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(target, key, target);
      // Private fields are found on the original alone, so its methods stay its own.
      if (typeof value !== "function") return value;
      const method: unknown = value.bind(target);
      bound.set(key, method);
      return method;
    },
  });
}
