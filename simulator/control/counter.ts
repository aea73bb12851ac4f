/** Requests of one class of routes at one place. Minutes are those of the wall and of the simulated clock. */
export interface Counted {
  readonly total: number;
  readonly peakPerWallMinute: number;
  readonly peakPerSimulatedMinute: number;
  /** Most requests that were under way at once. */
  readonly peakAtOnce: number;
}

const MINUTE = 60_000;

class Peak {
  #minute = -1;
  #count = 0;
  highest = 0;

  add(ms: number): void {
    const minute = Math.floor(ms / MINUTE);
    this.#count = minute === this.#minute ? this.#count + 1 : 1;
    this.#minute = minute;
    if (this.#count > this.highest) this.highest = this.#count;
  }
}

class Count {
  total = 0;
  underWay = 0;
  peakAtOnce = 0;
  readonly wall = new Peak();
  readonly simulated = new Peak();
}

/** Counts every request, so that tests can hold the product to its budgets. Memory grows with places and classes alone. */
export class RequestCounter {
  readonly #counts = new Map<string, Map<string, Count>>();
  readonly #simulatedNow: () => number;

  constructor(simulatedNow: () => number) {
    this.#simulatedNow = simulatedNow;
  }

  /** @returns what to call when the request is over. */
  begin(place: string, routeClass: string): () => void {
    const ofPlace = this.#counts.get(place) ?? new Map<string, Count>();
    this.#counts.set(place, ofPlace);
    const count = ofPlace.get(routeClass) ?? new Count();
    ofPlace.set(routeClass, count);
    count.total += 1;
    count.underWay += 1;
    count.peakAtOnce = Math.max(count.peakAtOnce, count.underWay);
    count.wall.add(Date.now());
    count.simulated.add(this.#simulatedNow());
    return () => {
      count.underWay -= 1;
    };
  }

  /** By place, then by class of routes. */
  report(): Readonly<Record<string, Readonly<Record<string, Counted>>>> {
    return Object.fromEntries(
      [...this.#counts].map(([place, ofPlace]) => [
        place,
        Object.fromEntries(
          [...ofPlace].map(([routeClass, { total, wall, simulated, peakAtOnce }]) => [
            routeClass,
            { total, peakPerWallMinute: wall.highest, peakPerSimulatedMinute: simulated.highest, peakAtOnce },
          ]),
        ),
      ]),
    );
  }

  reset(): void {
    this.#counts.clear();
  }
}

/** The classes that the real proxy limits apart. */
export function routeClassOf(path: string): string {
  if (path === "/v1/mlnodes/metrics") return "mlnodes-metrics";
  const [, first = ""] = path.split("/", 2);
  return first === "" ? "root" : first;
}
