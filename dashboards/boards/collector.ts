import type { Board } from "../build/board.ts";
import { lines, now, rows } from "../build/panels.ts";
import { kpi, lately, now as newest } from "../build/queries.ts";
import { chainVariable } from "../build/sources.ts";
import { YES_NO } from "./words.ts";

const QUALITY = { page: "/quality" } as const;

export const collector: Board = {
  uid: "gonka-collector",
  title: "Gonka · Collector internals",
  description: "What can't we see, and why? Sources, collectors, and the service itself.",
  from: "now-24h",
  sources: ["kpi", "prometheus"],
  variables: [chainVariable()],
  rows: [
    {
      title: "Now",
      panels: [
        now({
          title: "Ready",
          description: "Whether the store is open and was read: only then are there indicators.",
          unit: "none",
          about: QUALITY,
          words: YES_NO,
          queries: [newest('gonka_ready{chain_id="$chain"}')],
        }),
        now({
          title: "Store last read",
          description: "Time since the page of metrics was last made from the store. What stands there is that old.",
          unit: "s",
          about: QUALITY,
          queries: [newest('gonka_refresh_age_seconds{chain_id="$chain"}')],
        }),
        now({
          title: "Questions by verdict",
          description: "Questions that sources were asked, by what they say together. Disputed or lost ones give no number.",
          unit: "locale",
          about: QUALITY,
          width: 8,
          queries: [newest('gonka_questions{chain_id="$chain"}', "{{verdict}}")],
        }),
        now({
          title: "Odd sources",
          description: "Questions in which each source is outvoted or in dispute now.",
          unit: "suffix:questions",
          about: QUALITY,
          width: 8,
          queries: [newest('sum by (source) (gonka_source_disagreements{chain_id="$chain"})', "{{source}}")],
        }),
        rows({
          title: "Sources",
          description:
            "The nodes that are asked, how each answers now, and in how many questions it was outvoted. – where it did not tell.",
          unit: "locale",
          about: QUALITY,
          queries: [kpi({ kind: "sources" })],
        }),
      ],
    },
    {
      title: "Collectors",
      panels: [
        lines({
          title: "Time since each collector's last success",
          description: "By the wall clock; no line where none succeeded for a week.",
          unit: "s",
          about: QUALITY,
          fromZero: true,
          queries: [lately('gonka_collector_age_seconds{chain_id="$chain"}', "{{collector}}")],
        }),
        lines({
          title: "Time since the last round of probes",
          description: "By vantage point. Hosts are probed every five minutes.",
          unit: "s",
          about: QUALITY,
          fromZero: true,
          queries: [lately('gonka_probe_round_age_seconds{chain_id="$chain"}', "{{vantage}}")],
        }),
        lines({
          title: "Length of a round of probes",
          description: "How long the vantage point's last round took.",
          unit: "s",
          about: QUALITY,
          fromZero: true,
          queries: [lately('gonka_probe_round_seconds{chain_id="$chain"}', "{{vantage}}")],
        }),
        lines({
          title: "Age of indicators",
          description:
            "Time from the end of the epoch of each indicator's newest number until now; 0 while that epoch runs. The ten oldest.",
          unit: "s",
          about: QUALITY,
          fromZero: true,
          queries: [lately('topk(10, gonka_indicator_age_seconds{chain_id="$chain"})', "{{indicator}}")],
        }),
      ],
    },
    {
      title: "Requests",
      panels: [
        lines({
          title: "Requests by outcome",
          description:
            "Requests to all sources in a second: answered, absent (a proper not found), or why a source could not tell.",
          unit: "reqps",
          about: QUALITY,
          fromZero: true,
          queries: [
            lately('sum by (outcome) (rate(gonka_source_requests_total{chain_id="$chain"}[$__rate_interval]))', "{{outcome}}"),
          ],
        }),
        lines({
          title: "Requests by source",
          description: "Requests to each source in a second. The budget of a public node is 20 a minute.",
          unit: "reqps",
          about: QUALITY,
          fromZero: true,
          queries: [
            lately('sum by (source) (rate(gonka_source_requests_total{chain_id="$chain"}[$__rate_interval]))', "{{source}}"),
          ],
        }),
        lines({
          title: "Time of a request, 95th percentile",
          description: "By source, with the wait for its rate budget and retries; read off from a histogram's buckets.",
          unit: "s",
          about: QUALITY,
          fromZero: true,
          queries: [
            lately(
              'histogram_quantile(0.95, sum by (source, le) (rate(gonka_source_request_seconds_bucket{chain_id="$chain"}[$__rate_interval])))',
              "{{source}}",
            ),
          ],
        }),
        lines({
          title: "Bytes by source",
          description: "Decompressed bytes of each source's answers in a second.",
          unit: "Bps",
          about: QUALITY,
          fromZero: true,
          queries: [
            lately(
              'sum by (source) (rate(gonka_source_response_bytes_total{chain_id="$chain"}[$__rate_interval]))',
              "{{source}}",
            ),
          ],
        }),
      ],
    },
    {
      title: "The service",
      panels: [
        lines({
          title: "Reading of the store",
          description: "How long the last reading of the store and the making of the page took.",
          unit: "s",
          about: QUALITY,
          width: 8,
          fromZero: true,
          queries: [lately('gonka_refresh_duration_seconds{chain_id="$chain"}', "reading")],
        }),
        lines({
          title: "Readings that failed",
          description: "In an hour; the page then stays as it was.",
          unit: "none",
          about: QUALITY,
          width: 8,
          fromZero: true,
          queries: [lately('increase(gonka_refresh_failures_total{chain_id="$chain"}[1h])', "failed")],
        }),
        lines({
          title: "Memory of the process",
          description: "Resident memory of the service; the embedded engine is a process of its own.",
          unit: "bytes",
          about: QUALITY,
          width: 8,
          fromZero: true,
          queries: [lately('process_resident_memory_bytes{chain_id="$chain"}', "resident")],
        }),
        lines({
          title: "CPU of the process",
          description: "Processor seconds in a second.",
          unit: "percentunit",
          about: QUALITY,
          width: 8,
          fromZero: true,
          queries: [lately('rate(process_cpu_seconds_total{chain_id="$chain"}[$__rate_interval])', "CPU")],
        }),
        lines({
          title: "Event loop lag, 99th percentile",
          description: "How late Node's event loop is: what waits in the service.",
          unit: "s",
          about: QUALITY,
          width: 8,
          fromZero: true,
          queries: [lately('nodejs_eventloop_lag_p99_seconds{chain_id="$chain"}', "lag")],
        }),
        lines({
          title: "Open files",
          description: "Of the service's process.",
          unit: "none",
          about: QUALITY,
          width: 8,
          fromZero: true,
          queries: [lately('process_open_fds{chain_id="$chain"}', "open")],
        }),
      ],
    },
  ],
};
