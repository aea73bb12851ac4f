import { type HttpAnswer, textAnswer } from "../../http/answer.ts";
import type { Network } from "../../network/network.ts";
import type { Host } from "../../network/types.ts";
import type { Alteration } from "../devshard/alteration.ts";
import type { HostSessions } from "../devshard/host-sessions.ts";
import { mempoolOf } from "../devshard/mempool.ts";
import type { Deed, HostWork } from "./host-work.ts";
import { processStart } from "./process.ts";
import { processFamilies } from "./process-families.ts";
import { type Family, histogram, type Labels, prometheusText, type Sample, sample } from "./text.ts";

export const DEVSHARDD_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

const CALL_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const TOKENS = [1, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768];

/** Somebody asks for a session that isn't there about this often. */
const LOST_CALLER_MS = 6 * 3_600_000;

interface Seen {
  readonly network: Network;
  readonly work: HostWork;
  readonly sessions: HostSessions;
}

/** Which of the host's processes tells, and how truly. */
interface Process extends Pick<Alteration, "tokenFactor" | "restarts" | "replicas"> {
  readonly version: string;
  /** From 0. */
  readonly replica: number;
}

/** `/devshard/<version>/metrics`: what the process counted since it was started. */
export function devsharddMetrics(seen: Seen, host: Host, told: Process): HttpAnswer {
  const { version, tokenFactor, restarts, replicas, replica } = told;
  const now = seen.network.clock.now();
  // Replicas are started one after the other.
  const startMs = processStart(seen.network, host, now, restarts) + 10 * replica;
  const all = seen.work
    .between(host, startMs, now)
    .filter((deed) => deed.version === version && deed.startedMs % replicas === replica);
  const done = all.filter(({ ms }) => ms <= now);
  const listed = seen.sessions.listed(host, version, now);
  const strangers = Math.floor((now - startMs) / LOST_CALLER_MS);
  const families: readonly Family[] = [
    gauge("devshard_build_info", "Devshard build and runtime information.", [
      sample(named({ binary: "devshardd", commit: "", version }), 1),
    ]),
    gauge("devshard_inflight", "In-flight devshard operations by stage.", [
      sample(named({ stage: "request" }), all.length - done.length),
    ]),
    counter("devshard_interruption_total", "Operator-actionable devshard interruptions.", [
      counted({ class: "no_receipt", reason: "get_escrow_err" }, strangers),
      counted({ class: "execution_no_finish", reason: "http_5xx" }, ofKind(done, "failed").length),
    ]),
    gauge(
      "devshard_mempool_size",
      "Current devshard mempool size per session.",
      listed.map((known) => sample(named({ escrow_id: String(known.escrow.id) }), mempoolOf(known, host).length)),
    ),
    ...mlNodeFamilies(done, tokenFactor),
    counter("devshard_request_terminal_total", "Terminal outcome for devshard inference requests.", [
      counted({ reason: "http_5xx", terminal: "execution_no_finish" }, ofKind(done, "failed").length),
      counted({ reason: "get_escrow_err", terminal: "no_receipt_interrupted" }, strangers),
      // Published to the mempool: whether a diff takes it up is not the host's to know.
      counted({ reason: "ok", terminal: "finish_published" }, ofKind(done, "executed").length),
      counted({ reason: "payload_absent", terminal: "no_receipt_expected" }, ofKind(done, "without payload").length),
    ]),
    counter("devshard_session_resolution_total", "Lazy devshard session resolution outcomes.", [
      counted({ reason: "get_escrow_err", route: "chat_completions", status: "error" }, strangers),
      counted({ reason: "ok", route: "chat_completions", status: "ok" }, done.length - ofKind(done, "validated").length),
    ]),
    gauge(
      "devshard_validation_queue_depth",
      "Current validation queue depth per devshard session.",
      listed.map(({ escrow }) => sample(named({ escrow_id: String(escrow.id) }), 0)),
    ),
    counter("devshard_validation_queue_drops_total", "Validation jobs dropped because the queue was full.", [[sample([], 0)]]),
    counter(
      "devshard_validation_total",
      "Devshard validation lifecycle events.",
      [
        ["validation_finished", "ok"],
        ["validation_picked", "queued"],
        ["validation_started", "ok"],
        ["vote_published", "ok"],
      ].map(([stage = "", status = ""]) => counted({ stage, status }, ofKind(done, "validated").length)),
    ),
    ...processFamilies(startMs, now, done.length),
  ];
  const sorted = [...families].sort((a, b) => (a.name < b.name ? -1 : 1));
  return textAnswer(200, prometheusText(sorted), DEVSHARDD_METRICS_TYPE);
}

function mlNodeFamilies(done: readonly Deed[], tokenFactor: number): readonly Family[] {
  const attempts: Sample[] = [];
  const calls: Sample[] = [];
  for (const nodeId of [...new Set(done.map((deed) => deed.nodeId))].sort()) {
    const ofNode = done.filter((deed) => deed.nodeId === nodeId);
    for (const [path, kind] of [
      ["execute", "executed"],
      ["validate", "validated"],
    ] as const) {
      const deeds = ofKind(ofNode, kind);
      if (path === "execute")
        attempts.push(...counted({ node_id: nodeId, outcome: "http_5xx", path }, ofKind(ofNode, "failed").length));
      attempts.push(...counted({ node_id: nodeId, outcome: "ok", path }, deeds.length));
      if (deeds.length === 0) continue;
      const labels = named({ node_id: nodeId, path, phase: "total" });
      calls.push(
        ...distribution(
          labels,
          CALL_SECONDS,
          deeds.map(({ startedMs, ms }) => (ms - startedMs) / 1000),
        ),
      );
    }
  }
  const executed = ofKind(done, "executed");
  const tokens = (kind: string, of: (deed: Deed) => number) =>
    executed.length === 0 ? [] : distribution(named({ kind, node_id: "", path: "execute" }), TOKENS, executed.map(of));
  return [
    {
      name: "devshard_mlnode_attempts_total",
      help: "ML node attempts for devshard execute and validate paths.",
      type: "counter",
      samples: attempts,
    },
    { name: "devshard_mlnode_call_seconds", help: "ML node call latency for devshard paths.", type: "histogram", samples: calls },
    {
      name: "devshard_mlnode_tokens",
      help: "Token distributions for devshard ML node calls.",
      type: "histogram",
      samples: [
        ...tokens("completion", ({ completionTokens }) => completionTokens * tokenFactor),
        ...tokens("prompt", ({ promptTokens }) => promptTokens),
      ],
    },
  ];
}

const ofKind = (deeds: readonly Deed[], kind: Deed["kind"]) => deeds.filter((deed) => deed.kind === kind);

function distribution(labels: Labels, bounds: readonly number[], values: readonly number[]): readonly Sample[] {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const value of values) {
    const at = bounds.findIndex((bound) => value <= bound);
    const bucket = at < 0 ? bounds.length : at;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return histogram(
    labels,
    bounds,
    counts,
    values.reduce((sum, value) => sum + value, 0),
  );
}

const named = (labels: Readonly<Record<string, string>>): Labels => Object.entries(labels);

/** A counter of a vector isn't there before it first counted. */
const counted = (labels: Readonly<Record<string, string>>, value: number): readonly Sample[] =>
  value === 0 ? [] : [sample(named(labels), value)];

const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({ name, help, type: "gauge", samples });
const counter = (name: string, help: string, samples: readonly (readonly Sample[])[]): Family => ({
  name,
  help,
  type: "counter",
  samples: samples.flat(),
});
