import { type LookupAddress, Resolver, lookup as systemLookup } from "node:dns";
import type { LookupAll } from "../http/connector.ts";

type Answer = (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void;

/** Below the timeout of a probe, so that a name server that doesn't answer is told apart from a host that doesn't. */
const LOOKUP_TIMEOUT_MS = 4000;
const NOT_THERE = new Set(["ENOTFOUND", "ENODATA"]);

/**
 * Resolves the names of hosts by DNS queries of our own. The system's resolver has four threads for the whole process: a few names whose
 * servers never answer would keep every other name waiting, and hosts that are up would look down. A name without a dot (`localhost`, a
 * container) is the system's to know. A name that doesn't exist fails with ENOTFOUND; servers that can't tell fail with EAI_AGAIN.
 */
export const createHostLookup = (): LookupAll => lookupBy(new Resolver({ timeout: 1000, tries: 2 }), LOOKUP_TIMEOUT_MS);

/** The same with a given resolver; `timeoutMs` bounds one name. */
export function lookupBy(resolver: Resolver, timeoutMs: number): LookupAll {
  const waiting = new Map<string, Answer[]>();
  return (hostname, callback) => {
    if (!hostname.includes(".")) return systemLookup(hostname, { all: true }, callback);
    const others = waiting.get(hostname);
    if (others) return void others.push(callback);
    const callers = [callback];
    waiting.set(hostname, callers);
    resolve(resolver, hostname, timeoutMs, (error, addresses) => {
      waiting.delete(hostname);
      for (const answer of callers) answer(error, addresses);
    });
  };
}

function resolve(resolver: Resolver, hostname: string, timeoutMs: number, answer: Answer): void {
  const found: LookupAddress[] = [];
  const failures: string[] = [];
  let pending = 2;
  let over = false;
  const finish = (error: NodeJS.ErrnoException | null) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    answer(error, error === null ? found : []);
  };
  const settle = (family: 4 | 6) => (error: NodeJS.ErrnoException | null, addresses?: readonly string[]) => {
    if (error !== null) failures.push(error.code ?? "EUNKNOWN");
    // IPv4 first, as most hosts have nothing else.
    const rows = (addresses ?? []).map((address) => ({ address, family }));
    if (family === 4) found.unshift(...rows);
    else found.push(...rows);
    pending -= 1;
    if (pending === 0) finish(found.length > 0 ? null : failureOf(hostname, failures));
  };
  const timer = setTimeout(() => finish(found.length > 0 ? null : failureOf(hostname, ["ETIMEOUT"])), timeoutMs);
  resolver.resolve4(hostname, settle(4));
  resolver.resolve6(hostname, settle(6));
}

function failureOf(hostname: string, codes: readonly string[]): NodeJS.ErrnoException {
  const unsure = codes.find((code) => !NOT_THERE.has(code));
  if (unsure === undefined) return Object.assign(new Error(`DNS: ${hostname} does not exist`), { code: "ENOTFOUND" });
  // Not the resolver's own code: ECONNREFUSED by a name server would read as a connection refused by the host.
  return Object.assign(new Error(`DNS: no answer for ${hostname} (EAI_AGAIN, ${unsure})`), { code: "EAI_AGAIN" });
}
