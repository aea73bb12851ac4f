import type { ProbeRow } from "../../storage/facts/observed-rows.ts";
import type { Verdict } from "./verdict.ts";

/** One host as it was seen in a round. */
export interface Seen {
  readonly address: string;
  readonly verdict: Verdict;
  /** False where nothing was sent to it: it then says nothing of the prober's connection. */
  readonly asked: boolean;
}

export interface Judged {
  readonly state: ProbeRow["state"];
  readonly reason: string;
}

export interface Judgement {
  /** In the order of the hosts. */
  readonly hosts: readonly Judged[];
  readonly valid: boolean;
  /** Why the round is not valid; empty otherwise. */
  readonly detail: string;
}

export const IN_DOUBT = "the prober's own connection is in doubt";

/**
 * Judges a round. Where the control failed, before or after, or more than half of the hosts that were asked failed, the trouble is the
 * prober's: no host is down then, nor in maintenance, while one that answered is up. The second rule holds for a network of one or two
 * hosts too: with nothing but a control target beside it, a single host that fails stays unknown.
 * @param maintenance addresses in an active maintenance window: down is expected of them, and is not held against them.
 */
export function judgeRound(seen: readonly Seen[], control: boolean, maintenance: ReadonlySet<string>): Judgement {
  const asked = seen.filter((host) => host.asked);
  const failed = asked.filter(({ verdict }) => verdict.failed).length;
  const mostFailed = failed * 2 > asked.length;
  const valid = control && !mostFailed;
  const hosts = seen.map(({ address, verdict: { state, reason } }): Judged => {
    if (state !== "down") return { state, reason };
    if (!valid) return { state: "unknown", reason: `${IN_DOUBT}: ${reason}` };
    return maintenance.has(address) ? { state: "maintenance", reason } : { state, reason };
  });
  const detail = [
    control ? "" : "the control target failed",
    mostFailed ? `${failed} of ${asked.length} hosts failed at once` : "",
  ];
  return { hosts, valid, detail: detail.filter((text) => text !== "").join("; ") };
}
