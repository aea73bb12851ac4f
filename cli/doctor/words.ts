import type { RequestEvent } from "../../collectors/http/client.ts";

/** Why a source can't tell, as an operator would say it. */
export interface Trouble {
  /** What lies behind it, whatever was asked. */
  readonly kind: "unreachable" | "limited" | "missing" | "failing" | "unreadable";
  readonly found: string;
  readonly todo: string;
}

const TAKE_OUT = "or name another node in GONKA_NODES";
const UNREACHABLE = `see whether it is up and whether this machine reaches it, ${TAKE_OUT}`;
const NOT_THE_API = `see that the address is the node's public port and what its proxy does with this route, ${TAKE_OUT}`;

/** A reason of the HTTP client in words; null where it is no trouble of the source's (an answer, a stopped run). */
export function troubleOf(reason: RequestEvent["outcome"] | string): Trouble | null {
  switch (reason) {
    case "timeout":
      return { kind: "unreachable", found: "takes the question and doesn't answer in time: it hangs", todo: UNREACHABLE };
    case "refused":
    case "network":
    case "source_down":
      return {
        kind: "unreachable",
        found: "is dead or can't be reached: the connection is refused or breaks",
        todo: UNREACHABLE,
      };
    case "rate_limited":
      return {
        kind: "limited",
        found: "answers 503 or 429: its proxy limits us, or the node is not serving",
        todo: `wait some minutes, leave GONKA_RATE_LIMIT on and run nothing else against it from this address, ${TAKE_OUT}`,
      };
    case "route_missing":
      return { kind: "missing", found: "doesn't offer the route", todo: NOT_THE_API };
    case "server_error":
    case "client_error":
      return { kind: "failing", found: "answers with errors", todo: `see the node's own log, ${TAKE_OUT}` };
    case "redirect":
    case "address_refused":
      return { kind: "failing", found: "sends us elsewhere", todo: NOT_THE_API };
    case "not_json":
    case "too_large":
      return { kind: "unreadable", found: "answers with something that can't be read", todo: NOT_THE_API };
    default:
      return null;
  }
}

/** For an answer that came and was not what it should be. */
export const UNREADABLE: Trouble = {
  kind: "unreadable",
  found: "answers with something that can't be read",
  todo: NOT_THE_API,
};

/** What an answer of a new shape asks for, where nobody gives the old one any more. */
export const UPGRADED =
  "the chain's software changed the shape: update Gonka KPI; until then these facts are missing, none is wrong";
