import { Gauge, type Registry } from "prom-client";

export function registerReadiness(registry: Registry, isReady: () => boolean, isRecorded: boolean): void {
  new Gauge({
    name: "gonka_ready",
    help: "1 when the store is open and was read: only then are there indicators.",
    registers: [registry],
    collect() {
      this.set(isReady() ? 1 : 0);
    },
  });
  new Gauge({
    name: "gonka_clock_recorded",
    help: "1 when now is a moment of recorded data, 0 when it is the wall clock.",
    registers: [registry],
  }).set(isRecorded ? 1 : 0);
}
