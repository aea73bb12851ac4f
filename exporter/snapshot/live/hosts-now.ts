import type { HostReport, HostState, LiveNow, Probe, ProbeRound } from "../../../storage/read/live-now.ts";
import { groupBy } from "../../group-by.ts";

/** A verdict holds until the next round, at most two of them: after that nobody knows. Milliseconds. */
export const VERDICT_HOLDS_MS = 600_000;

/** What one vantage point says of a host now. */
export interface Sight {
  readonly vantage: string;
  readonly state: HostState;
  readonly reason: string;
  /** Of the probe, on the injected clock (ISO 8601). */
  readonly observedAt: string;
  /** The first probe of the last day since which no other state was seen. */
  readonly since: string;
  readonly seconds: number | null;
}

/** What the vantage points say together: the state that more than half of those that could tell agree on. */
export interface Agreement {
  readonly state: HostState;
  /** How many say so; 0 where nobody can tell, or they differ. */
  readonly agreeing: number;
  readonly told: number;
  readonly vantages: number;
}

export interface HostNow {
  readonly agreement: Agreement;
  readonly sights: readonly Sight[];
  readonly report: HostReport | null;
}

const NEVER_PROBED: Agreement = { state: "unknown", agreeing: 0, told: 0, vantages: 0 };
export const UNSEEN: HostNow = { agreement: NEVER_PROBED, sights: [], report: null };

/** By address, every host that was probed or that reported within the last day. `now` is the injected clock, `wall` the wall's. */
export function hostsNow({ probes, rounds, reports }: LiveNow, now: Date, wall: Date): Map<string, HostNow> {
  const roundsOf = groupBy(rounds, ({ vantage }) => vantage);
  const sightsOf = groupBy(probes, ({ address }) => address);
  const reportOf = new Map(reports.map((report) => [report.address, report]));
  const addresses = new Set([...sightsOf.keys(), ...reportOf.keys()]);
  return new Map(
    [...addresses].map((address) => {
      const sights = (sightsOf.get(address) ?? []).map((probe) => sightOf(probe, roundsOf.get(probe.vantage) ?? [], now, wall));
      return [address, { agreement: agree(sights), sights, report: reportOf.get(address) ?? null }];
    }),
  );
}

function sightOf(probe: Probe, rounds: readonly ProbeRound[], now: Date, wall: Date): Sight {
  const { vantage, observed_at: observedAt, seconds } = probe;
  const base = { vantage, observedAt, seconds };
  if (!isFresh(probe, VERDICT_HOLDS_MS, now, wall))
    return { ...base, state: "unknown", reason: `not probed since ${observedAt}; it was ${probe.state} then`, since: observedAt };
  return { ...base, state: probe.state, reason: probe.reason, since: sinceOf(probe, rounds) };
}

/**
 * Whether something was observed within `holdsMs`: by the injected clock, or by the wall's, because a simulated network's clock can run so
 * fast that its hours pass between two polls.
 */
export function isFresh(
  row: { readonly observed_at: string; readonly recorded_at: string },
  holdsMs: number,
  now: Date,
  wall: Date,
) {
  const age = Math.min(now.getTime() - Date.parse(row.observed_at), wall.getTime() - Date.parse(row.recorded_at));
  return age <= holdsMs;
}

function sinceOf(probe: Probe, rounds: readonly ProbeRound[]): string {
  const seen: Record<HostState, string | null> = {
    up: probe.last_up,
    down: probe.last_down,
    unknown: probe.last_unknown,
    maintenance: probe.last_maintenance,
  };
  const others = Object.entries(seen).flatMap(([state, at]) => (state === probe.state || at === null ? [] : [at]));
  if (others.length === 0) return probe.first_at;
  const otherwise = others.sort().at(-1) ?? "";
  return rounds.findLast(({ observed_at }) => observed_at > otherwise)?.observed_at ?? probe.observed_at;
}

/** More than half of the vantage points that could tell; without such a majority nobody knows. */
export function agree(sights: readonly Pick<Sight, "state">[]): Agreement {
  const telling = sights.filter(({ state }) => state !== "unknown");
  const counts = { told: telling.length, vantages: sights.length };
  for (const [state, saying] of groupBy(telling, (sight) => sight.state))
    if (saying.length * 2 > telling.length) return { state, agreeing: saying.length, ...counts };
  return { state: "unknown", agreeing: 0, ...counts };
}
