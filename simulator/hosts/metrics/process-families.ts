import { type Family, histogram, type Sample, sample } from "./text.ts";

const DURATIONS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const MODEL = ["model", "unknown"] as const;

const OPERATIONS = ["devshardd.inference", "devshardd.request"];

/** What every devshardd tells of its process and its HTTP server; Go's own `go_…` families are left out. Mostly made up. */
export function processFamilies(startMs: number, nowMs: number, requests: number): readonly Family[] {
  const server = ["server", "devshardd"] as const;
  const operation = (name: string) => [MODEL, ["operation", name] as const];
  const connections = (values: Readonly<Record<string, number>>) =>
    Object.entries(values).map(([state, value]) => sample([server, ["state", state]], value));
  const seconds = (nowMs - startMs) / 1000;
  return [
    {
      name: "devshard_http_connections",
      help: "Current HTTP connections for devshard-serving HTTP servers.",
      type: "gauge",
      samples: connections({ active: 1, idle: 0, new: 0 }),
    },
    {
      name: "devshard_http_connections_total",
      help: "HTTP connection state transitions for devshard-serving HTTP servers.",
      type: "counter",
      samples: connections({ active: requests + 1, closed: requests, idle: requests, new: requests + 1 }),
    },
    {
      name: "devshardd_request_active_operations",
      help: "In-flight devshardd operations.",
      type: "gauge",
      samples: requests === 0 ? [] : OPERATIONS.map((name) => sample(operation(name), 0)),
    },
    {
      name: "devshardd_request_duration_seconds",
      help: "Duration of devshardd operations.",
      type: "histogram",
      samples: requests === 0 ? [] : OPERATIONS.flatMap((name) => durations(operation(name), requests)),
    },
    one(
      "process_cpu_seconds_total",
      "Total user and system CPU time spent in seconds.",
      "counter",
      Math.round(seconds / 20) / 100,
    ),
    one("process_max_fds", "Maximum number of open file descriptors.", "gauge", 20_000),
    one(
      "process_network_receive_bytes_total",
      "Number of bytes received by the process over the network.",
      "counter",
      requests * 9000,
    ),
    one(
      "process_network_transmit_bytes_total",
      "Number of bytes sent by the process over the network.",
      "counter",
      requests * 6000,
    ),
    one("process_open_fds", "Number of open file descriptors.", "gauge", 31),
    one("process_resident_memory_bytes", "Resident memory size in bytes.", "gauge", 240_287_744),
    one(
      "process_start_time_seconds",
      "Start time of the process since unix epoch in seconds.",
      "gauge",
      Math.floor(startMs / 10) / 100,
    ),
    one("process_virtual_memory_bytes", "Virtual memory size in bytes.", "gauge", 2_276_077_568),
    one("process_virtual_memory_max_bytes", "Maximum amount of virtual memory available in bytes.", "gauge", 2 ** 64),
    {
      name: "promhttp_metric_handler_errors_total",
      help: "Total number of internal errors encountered by the promhttp metric handler.",
      type: "counter",
      samples: ["encoding", "gathering"].map((cause) => sample([["cause", cause]], 0)),
    },
  ];
}

/** Every request took 0.08 s. */
function durations(labels: Sample["labels"], requests: number): readonly Sample[] {
  const counts = DURATIONS.map((bound) => (bound === 0.1 ? requests : 0));
  return histogram(labels, DURATIONS, counts, Math.round(requests * 8) / 100);
}

const one = (name: string, help: string, type: "counter" | "gauge", value: number): Family => ({
  name,
  help,
  type,
  samples: [sample([], value)],
});
