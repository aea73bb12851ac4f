import { type LookupAddress, Resolver, lookup as systemLookup } from "node:dns";
import type { LookupAll } from "../http/connector.ts";

type Answer = (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void;

/** How names are looked up; `timeoutMs` bounds one name. */
export interface LookupParts {
  readonly resolver: Resolver;
  /** The system's resolver, which knows `localhost`, containers and the hosts file. */
  readonly system: LookupAll;
  readonly timeoutMs: number;
}

const NOT_THERE = new Set(["ENOTFOUND", "ENODATA"]);

/**
 * Resolves the names of hosts by DNS queries of our own. The system's resolver has four threads for the whole process: a few names whose
 * servers never answer would keep every other name waiting, and hosts that are up would look down. It is asked for names without a dot,
 * and for those that DNS doesn't have. A name that nobody has fails with ENOTFOUND; servers that can't tell fail with EAI_AGAIN.
 */
export const createHostLookup = (): LookupAll =>
  lookupBy({
    // A burst of queries may lose some on the way, so each is sent up to three times.
    resolver: new Resolver({ timeout: 700, tries: 3 }),
    system: (hostname, callback) => systemLookup(hostname, { all: true }, callback),
    // Below the timeout of a probe, so that a name server that doesn't answer is told apart from a host that doesn't.
    timeoutMs: 4000,
  });

export function lookupBy(parts: LookupParts): LookupAll {
  const waiting = new Map<string, Answer[]>();
  return (hostname, callback) => {
    if (!hostname.includes(".")) return parts.system(hostname, callback);
    const others = waiting.get(hostname);
    if (others) return void others.push(callback);
    const callers = [callback];
    waiting.set(hostname, callers);
    resolve(parts, hostname, (error, addresses) => {
      waiting.delete(hostname);
      for (const answer of callers) answer(error, addresses);
    });
  };
}

function resolve({ resolver, system, timeoutMs }: LookupParts, hostname: string, answer: Answer): void {
  const found: LookupAddress[] = [];
  const failures: string[] = [];
  let pending = 2;
  let over = false;
  const finish: Answer = (error, addresses) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    answer(error, addresses);
  };
  const settle = (family: 4 | 6) => (error: NodeJS.ErrnoException | null, addresses?: readonly string[]) => {
    if (error !== null) failures.push(error.code ?? "EUNKNOWN");
    // IPv4 first, as most hosts have nothing else.
    const rows = (addresses ?? []).map((address) => ({ address, family }));
    if (family === 4) found.unshift(...rows);
    else found.push(...rows);
    pending -= 1;
    if (pending > 0) return;
    if (found.length > 0) return finish(null, found);
    const unsure = failures.find((code) => !NOT_THERE.has(code));
    if (unsure !== undefined) return finish(cannotTell(hostname, unsure), []);
    system(hostname, (failure, rows) => finish(failure === null ? null : notThere(hostname), failure === null ? rows : []));
  };
  const timer = setTimeout(() => {
    if (found.length > 0) finish(null, found);
    else finish(cannotTell(hostname, "ETIMEOUT"), []);
  }, timeoutMs);
  resolver.resolve4(hostname, settle(4));
  resolver.resolve6(hostname, settle(6));
}

const notThere = (hostname: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`DNS: ${hostname} does not exist`), { code: "ENOTFOUND" });

/** Not with the resolver's own code: ECONNREFUSED by a name server would read as a connection refused by the host. */
const cannotTell = (hostname: string, code: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`DNS: no answer for ${hostname} (EAI_AGAIN, ${code})`), { code: "EAI_AGAIN" });
