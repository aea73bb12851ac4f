import { collectDefaultMetrics, type Registry } from "prom-client";

/** Memory, CPU, event loop and garbage collection of this process. */
export function registerProcess(register: Registry): void {
  collectDefaultMetrics({ register });
  // Gauges whose names end in _total: against Prometheus' naming, and promtool says so.
  for (const name of ["nodejs_active_handles_total", "nodejs_active_requests_total", "nodejs_active_resources_total"])
    register.removeSingleMetric(name);
}
