import { Counter, Histogram, type Registry } from "prom-client";
import type { RequestEvent } from "../../store.ts";

/** Requests of the collectors to their sources. */
export function registerRequests(registry: Registry): (event: RequestEvent) => void {
  const requests = new Counter({
    name: "gonka_source_requests_total",
    help: "Requests to the source by route template and outcome: answered, absent, or why it could not tell.",
    labelNames: ["source", "route", "outcome"],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "gonka_source_request_seconds",
    help: "How long a request to the source took, with waiting for its rate budget and retries.",
    labelNames: ["source"],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  const bytes = new Counter({
    name: "gonka_source_response_bytes_total",
    help: "Decompressed bytes of the source's answers.",
    labelNames: ["source"],
    registers: [registry],
  });
  return (event) => {
    const { source, route, outcome } = event;
    requests.inc({ source, route, outcome });
    seconds.observe({ source }, event.seconds);
    bytes.inc({ source }, event.bytes);
  };
}
