/** A counter only grows while its process lives; a gauge is how things stand. */
export type Kind = "counter" | "gauge";

/** Where a host tells its counters, and which of them are kept. */
export interface Endpoint {
  /** As rows name it. */
  readonly name: string;
  /** Below the host's URL. */
  readonly path: string;
  readonly families: ReadonlyMap<string, Kind>;
  /** More series than this in one answer and nothing of it is kept. */
  readonly maxSeries: number;
}

/** Unix seconds at which the process began that told: another one is a restart, or another replica behind the same URL. */
export const PROCESS_START = "process_start_time_seconds";

/**
 * Of devshardd, the program that serves sessions. It adds up each ML node and outcome, a few dozen series in all. Tokens and call seconds are
 * histograms whose sums are kept without their buckets. Upstream: devshard/observability/metrics_lifecycle.go.
 */
const DEVSHARD: ReadonlyMap<string, Kind> = new Map([
  [PROCESS_START, "gauge"],
  ["devshard_mlnode_tokens_sum", "counter"],
  ["devshard_mlnode_tokens_count", "counter"],
  ["devshard_request_terminal_total", "counter"],
  ["devshard_mlnode_attempts_total", "counter"],
  ["devshard_mlnode_call_seconds_sum", "counter"],
  ["devshard_mlnode_call_seconds_count", "counter"],
  ["devshard_validation_total", "counter"],
  ["devshard_inflight", "gauge"],
]);

/** Of a host's ML nodes, which the host service merges into one answer. Upstream: docs/adr/mlnode-monitoring-metrics-v1.md. */
const MLNODES: ReadonlyMap<string, Kind> = new Map([
  ["mlnode_up", "gauge"],
  ["vllm:prompt_tokens_total", "counter"],
  ["vllm:generation_tokens_total", "counter"],
  ["vllm:request_success_total", "counter"],
  ["vllm:num_requests_running", "gauge"],
  ["vllm:num_requests_waiting", "gauge"],
  ["vllm:kv_cache_usage_perc", "gauge"],
  ["mlnode_gpu_power_draw_watts", "gauge"],
  ["mlnode_gpu_power_limit_watts", "gauge"],
]);

/** A name that can stand in a path as it is. */
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * The endpoints to ask of each host.
 * @param versions route versions of devshardd, as `params.devshard_escrow_params.approved_versions` names them; a name that is no part of a
 *   path is not asked.
 */
export function endpointsOf(versions: readonly string[]): Endpoint[] {
  const asked = [...new Set(versions)].filter((version) => VERSION.test(version));
  return [
    ...asked.map((version) => ({
      ...{ name: `devshard/${version}`, path: `/devshard/${version}/metrics`, families: DEVSHARD },
      maxSeries: 1000,
    })),
    { name: "mlnodes", path: "/v1/mlnodes/metrics", families: MLNODES, maxSeries: 4000 },
  ];
}
