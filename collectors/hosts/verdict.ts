import { type CannotTellOutcome, type HttpOutcome, oneLine } from "../http/answer.ts";
import { parseJson } from "../http/json.ts";

/**
 * What the answers of one host say, before the round as a whole is judged. `failed`: down, or not reached by a fault on our side; it
 * counts where more than half of the hosts fail.
 */
export interface Verdict {
  readonly state: "up" | "down" | "unknown";
  /** In words; empty where the host is simply up. */
  readonly reason: string;
  readonly failed: boolean;
}

const MAX_REASON = 200;
/** Failures of this machine or of name servers, told by their code inside the message: they say nothing of the host. */
const OWN_FAULTS: readonly (readonly [RegExp, string])[] = [
  [/\bEAI_AGAIN\b/, "its name could not be looked up"],
  [/\b(ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)\b/, "the prober has no route to it"],
  [/\b(EMFILE|ENFILE|ENOBUFS|ENOMEM)\b/, "the prober is out of connections"],
];

const unknown = (reason: string, failed = false): Verdict => ({ state: "unknown", reason: storable(reason, MAX_REASON), failed });
const down = (reason: string): Verdict => ({ state: "down", reason: storable(reason, MAX_REASON), failed: true });

/** One line that can be stored: cutting may leave half of a surrogate pair, which goes through a buffer to be replaced. */
export const storable = (text: string, max: number): string => Buffer.from(oneLine(text, max)).toString();

/**
 * Judges `/v1/status` (the host service) with the help of `/health` (the proxy in front of it, which proves nothing of the service).
 * A 403, 404 or 410 is a host that can be reached and doesn't offer the route; 503 and 429 may be its proxy's rate limit
 * (`proxy/nginx.unified.conf.template`: 503 when exceeded).
 */
export function verdictOf(health: HttpOutcome, status: HttpOutcome): Verdict {
  if (status.kind === "answered") return ofStatusBody(status);
  if (status.kind === "absent") return notOffered(health);
  switch (status.reason) {
    case "route_missing":
      return notOffered(health);
    case "rate_limited":
      return unknown(`status ${status.status}: rate limited or not serving, can't tell`);
    case "timeout":
    case "refused":
    case "network":
    case "redirect":
    case "server_error":
      return ofFailure(status);
    case "address_refused":
      return down("it redirects to an address that is not public");
    case "aborted":
    case "source_down":
      return unknown("not asked in time");
    case "client_error":
      return unknown(`status ${status.status}`);
    case "too_large":
    case "not_json":
      return unknown(`the answer can't be read: ${status.detail}`);
  }
}

/** Verdicts of hosts that are not asked. */
export const MALFORMED_URL: Verdict = { state: "down", reason: "malformed URL", failed: false };
export const PRIVATE_ADDRESS: Verdict = { state: "unknown", reason: "not probed: private address", failed: false };
export const couldNotAsk = (problem: string): Verdict => unknown(`could not be asked: ${problem}`);

function ofStatusBody(outcome: HttpOutcome & { kind: "answered" }): Verdict {
  const body = parseJson(outcome);
  const said = body.ok && typeof body.value === "object" && body.value !== null ? Object.entries(body.value) : [];
  const word = said.find(([key]) => key === "status")?.[1];
  if (outcome.status === 200 && word === "ok") return { state: "up", reason: "", failed: false };
  if (typeof word === "string") return down(`it says its status is "${oneLine(word, 40)}"`);
  return unknown("the answer of /v1/status can't be read");
}

function notOffered(health: HttpOutcome): Verdict {
  if (health.kind === "answered") return { state: "up", reason: "reachable, /v1/status not offered", failed: false };
  return unknown(`/v1/status not offered, /health: ${health.kind === "absent" ? "status 404" : inWords(health)}`);
}

function ofFailure(outcome: CannotTellOutcome): Verdict {
  const own = outcome.reason === "network" ? OWN_FAULTS.find(([code]) => code.test(outcome.detail)) : undefined;
  return own === undefined ? down(inWords(outcome)) : unknown(`${own[1]}: ${outcome.detail}`, true);
}

/** Why nothing was told, in words that hold no text of the host's choosing beyond the error's own. */
export function inWords(outcome: CannotTellOutcome): string {
  if (outcome.status !== null && outcome.reason !== "redirect") return `status ${outcome.status}`;
  switch (outcome.reason) {
    case "timeout":
      return "timeout";
    case "refused":
      return "refused";
    default:
      return oneLine(outcome.detail, MAX_REASON) || outcome.reason;
  }
}
