import { Counter, Gauge, type Registry } from "prom-client";

/** How old what we serve is, by the wall clock: a store that can't be read any more must show. */
export function registerRefreshes(registry: Registry) {
  let last: number | null = null;
  const age = new Gauge({
    name: "gonka_refresh_age_seconds",
    help: "Time since the store was last read for this page, by the wall clock.",
    registers: [],
    collect() {
      if (last !== null) this.set((performance.now() - last) / 1000);
    },
  });
  const duration = new Gauge({
    name: "gonka_refresh_duration_seconds",
    help: "How long the last reading of the store and the rendering of this page took.",
    registers: [],
  });
  const failures = new Counter({
    name: "gonka_refresh_failures_total",
    help: "Readings of the store that failed; the page then stays as it was.",
    registers: [registry],
  });
  return {
    done: (seconds: number) => {
      // Only now: a gauge without labels starts at 0.
      if (last === null) for (const gauge of [age, duration]) registry.registerMetric(gauge);
      last = performance.now();
      duration.set(seconds);
    },
    failed: () => failures.inc(),
  };
}
