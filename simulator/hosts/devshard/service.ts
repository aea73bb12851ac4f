import { type HttpAnswer, JSON_TYPE, jsonAnswer, textAnswer } from "../../http/answer.ts";
import type { Network } from "../../network/network.ts";
import type { Host } from "../../network/types.ts";
import { devsharddMetrics } from "../metrics/devshardd.ts";
import type { HostWork } from "../metrics/host-work.ts";
import type { Alteration } from "./alteration.ts";
import { DiffTexts } from "./diff-texts.ts";
import { HostSessions, type Known } from "./host-sessions.ts";
import { madeUpSignature } from "./made-up.ts";
import { mempoolJson } from "./mempool.ts";
import { type Cached, shardDetail, shardsList } from "./stats.ts";

/** Names of `params.devshard_escrow_params.approved_versions`: every host runs them all. */
const VERSIONS: ReadonlySet<string> = new Set(["v3", "v4", "v4.1", "v5"]);

const CACHED_MS = 60_000;
const HEALTHY = textAnswer(200, "ok", "text/plain; charset=UTF-8");

const failure = (status: number, message: string): HttpAnswer => ({
  status,
  contentType: JSON_TYPE,
  body: `${JSON.stringify({ message })}\n`,
});
const NOT_FOUND = failure(404, "Not Found");
const NO_SHARD = failure(404, "shard not found");
const UNKNOWN = failure(500, "get escrow: escrow not found");

/** devshardd of every version behind a host's proxy: `/devshard/<version>/…`. Answers and errors are those of recorded hosts. */
export class DevshardService {
  readonly #network: Network;
  readonly #sessions: HostSessions;
  readonly #texts = new DiffTexts();
  readonly #work: HostWork;
  /** By host and version, how often its counters were asked for: its replicas take turns. */
  readonly #turns = new Map<string, number>();

  constructor(network: Network, work: HostWork) {
    this.#network = network;
    this.#sessions = new HostSessions(network);
    this.#work = work;
  }

  /** `path` begins with `/devshard/`. */
  answer(host: Host, path: string, query: URLSearchParams, alteration: Alteration): HttpAnswer {
    const [, , version = "", area = "", ...rest] = path.split("/");
    if (!VERSIONS.has(version)) return NOT_FOUND;
    const [first, second, third] = rest;
    if (third !== undefined) return NOT_FOUND;
    if (area === "healthz" && first === undefined) return HEALTHY;
    if (area === "metrics" && first === undefined) {
      return this.#metrics(host, version, alteration);
    }
    if (area === "stats" && first === "shards") return this.#stats(host, version, second, alteration);
    if (area === "sessions" && first !== undefined && second !== undefined) {
      return this.#session(host, version, first, second, query, alteration);
    }
    return NOT_FOUND;
  }

  #metrics(host: Host, version: string, { tokenFactor, restarts, replicas }: Alteration): HttpAnswer {
    const turn = (this.#turns.get(`${host.address}/${version}`) ?? 0) + 1;
    this.#turns.set(`${host.address}/${version}`, turn);
    const seen = { network: this.#network, work: this.#work, sessions: this.#sessions };
    return devsharddMetrics(seen, host, { version, tokenFactor, restarts, replicas, replica: turn % replicas });
  }

  #stats(host: Host, version: string, id: string | undefined, { tokenFactor, phantoms }: Alteration): HttpAnswer {
    const cached = this.#cached();
    if (id === undefined) return shardsList(this.#sessions, host, version, cached, phantoms);
    const known = this.#sessions.listed(host, version, cached.ms).find(({ escrow }) => String(escrow.id) === id);
    return known === undefined ? NO_SHARD : shardDetail(known, tokenFactor, cached);
  }

  #session(host: Host, version: string, id: string, part: string, query: URLSearchParams, alteration: Alteration): HttpAnswer {
    const found = this.#sessions.find(host, version, id, this.#network.clock.now());
    if (found === "unknown") return UNKNOWN;
    if (found === "no slot") return failure(500, `create host: host signer address not in group: ${host.address}`);
    switch (part) {
      case "diffs":
        return this.#diffs(found, query, alteration);
      case "mempool":
        return { status: 200, contentType: JSON_TYPE, body: mempoolJson(found, host, alteration.tokenFactor) };
      case "signatures":
        return signatures(found, host, query);
      case "payloads":
        return failure(400, "inference_id required");
      default:
        return NOT_FOUND;
    }
  }

  #diffs(known: Known, query: URLSearchParams, alteration: Alteration): HttpAnswer {
    const from = wholeNumber(query.get("from"));
    if (from === null) return failure(400, "invalid 'from' parameter");
    const to = wholeNumber(query.get("to"));
    if (to === null) return failure(400, "invalid 'to' parameter");
    return { status: 200, contentType: JSON_TYPE, body: this.#texts.page(known, from, to, alteration) };
  }

  /** Epochs of a test are shorter than a minute's cache would allow: it is at most a hundredth of one. */
  #cached(): Cached {
    const { clock, options } = this.#network;
    const ttlMs = Math.min(CACHED_MS, Math.ceil((options.epoch.length * options.blockMs) / 100));
    return { ms: Math.floor(clock.now() / ttlMs) * ttlMs, ttlMs };
  }
}

function signatures({ escrow, nonce }: Known, host: Host, query: URLSearchParams): HttpAnswer {
  const asked = query.get("nonce");
  if (asked === null) return failure(400, "missing 'nonce' parameter");
  const at = wholeNumber(asked);
  if (at === null) return failure(400, "invalid 'nonce' parameter");
  // A host has signed for its own slots, and for what it knows.
  const slots = escrow.slots.flatMap((address, slot) => (address === host.address && at >= 1 && at <= nonce ? [slot] : []));
  const signature = madeUpSignature(`state/${escrow.id}/${at}/${host.address}`).toString("base64");
  return jsonAnswer(200, { signatures: Object.fromEntries(slots.map((slot) => [String(slot), signature])) });
}

const wholeNumber = (text: string | null): number | null => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);
