import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { send, textAnswer } from "../http/answer.ts";
import { Allowance } from "./allowance.ts";
import type { Fault } from "./fault.ts";

const UNAVAILABLE = textAnswer(
  503,
  "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
  "text/html",
);

/** What a host tells of sessions and of the work for them. */
const DEVSHARD = /^\/(devshard\/|v1\/mlnodes\/metrics)/;

const allowances = new WeakMap<Fault, Map<string, Allowance>>();

function within(fault: Extract<Fault, { kind: "rate_limit" }>, place: string): boolean {
  const ofFault = allowances.get(fault) ?? new Map<string, Allowance>();
  allowances.set(fault, ofFault);
  const allowance = ofFault.get(place) ?? new Allowance(fault.perMinute, fault.burst);
  ofFault.set(place, allowance);
  return allowance.take(performance.now());
}

/**
 * Lets a request through (true) or deals with it as the faults say (false): closes the connection, keeps it waiting for ever, or
 * answers 503. `limitedAs` names what shares a rate limit.
 */
export async function passes(
  faults: readonly Fault[],
  limitedAs: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  for (const fault of faults) {
    if (fault.kind === "dead" || fault.kind === "cut_off") {
      request.socket.destroy();
      return false;
    }
    if (fault.kind === "devshard_dark" && DEVSHARD.test(request.url ?? "")) {
      request.socket.destroy();
      return false;
    }
    if (fault.kind === "hang") return false;
    if (fault.kind === "slow") await sleep(fault.ms, undefined, { ref: false });
    if (fault.kind === "unavailable" || (fault.kind === "rate_limit" && !within(fault, limitedAs))) {
      send(response, UNAVAILABLE);
      return false;
    }
  }
  return true;
}
