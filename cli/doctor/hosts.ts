import type { HostReport, LiveNow, Probe, ProbeRound } from "../../storage/read/live-now.ts";
import { counted, type Finding, fine, listed, minuteOf, notice, wrong } from "./finding.ts";

/** A vantage point that has told nothing for six rounds has stopped. On the wall's clock. */
const STOPPED_MS = 30 * 60_000;
/** A host that is well answers its status in a fraction of this. Seconds. */
const SLOW_SECONDS = 2;
/** What all but this share of the hosts tell, the others could. */
const FEW = 0.2;

/**
 * What the newest round of each vantage point says: whether the prober itself is connected, and which hosts are down, can't be told, are slow
 * or tell less than the others.
 *
 * @param now the wall's clock.
 */
export function hostFindings({ rounds, probes, reports }: Pick<LiveNow, "rounds" | "probes" | "reports">, now: Date): Finding[] {
  const vantages = [...new Set(rounds.map(({ vantage }) => vantage))];
  return vantages.flatMap((vantage) => {
    const ofVantage = rounds.filter((round) => round.vantage === vantage);
    const [newest] = ofVantage;
    if (!newest) return [];
    const seen = probes.filter((probe) => probe.vantage === vantage && probe.observed_at === newest.observed_at);
    const stored = Math.max(...seen.map(({ recorded_at }) => Date.parse(recorded_at)));
    if (seen.length > 0 && now.getTime() - stored > STOPPED_MS)
      return [
        notice(
          `prober ${vantage}`,
          `its newest round is of ${minuteOf(newest.observed_at)}`,
          "see whether the service at that vantage point still runs",
        ),
      ];
    if (!newest.valid) return [ownTrouble(ofVantage, newest)];
    const told = reports.filter((report) => report.vantage === vantage);
    const findings = [
      ...states(seen, vantage),
      ...slow(seen, vantage),
      ...lessOffered(seen, vantage),
      ...reported(told, seen, vantage),
    ];
    const { hosts, up, down, unknown, maintenance } = newest;
    const all = `${up} up, ${down} down, ${unknown} unknown, ${maintenance} in maintenance, of ${hosts} (from ${vantage})`;
    return [...findings, fine("hosts", all)];
  });
}

/** A round that tells nothing: the trouble is the prober's, not the hosts'. */
function ownTrouble(rounds: readonly ProbeRound[], { vantage, control_ok, detail, hosts, unknown }: ProbeRound): Finding {
  const lastValid = rounds.find(({ valid }) => valid);
  const since = lastValid ? `since after ${minuteOf(lastValid.observed_at)}` : "in every round of the last day";
  const isCutOff = !control_ok && unknown * 2 > hosts;
  const what = isCutOff
    ? "this machine's own connection is cut off"
    : control_ok
      ? "this machine's own connection is in doubt, or most hosts fail at once"
      : "its control target doesn't answer";
  const todo = control_ok
    ? "see from another machine whether the hosts answer; if they do, it is the connection from here"
    : "see to this machine's connection, and that the control target (GONKA_PROBE_CONTROL; the nodes, if not set) can be reached from here";
  return wrong(
    `prober ${vantage}`,
    `${what} (${detail}) ${since}: no host is judged by it, ${unknown} of ${hosts} are unknown, none is down`,
    todo,
    "prober",
  );
}

const IN_WORDS = {
  down: {
    found: "down",
    todo: "nothing to mend here: their operators can; see whether other vantage points say the same",
  },
  unknown: {
    found: "unknown (can't tell whether they are up)",
    todo: "they count neither as up nor as down; 503 is a rate limit: probe from fewer places, or wait",
  },
} as const;

function states(seen: readonly Probe[], vantage: string): Finding[] {
  return (["down", "unknown"] as const).flatMap((state) => {
    const those = seen.filter((probe) => probe.state === state);
    if (those.length === 0) return [];
    const { found, todo } = IN_WORDS[state];
    return [notice("hosts", `${those.length} of ${seen.length} ${found}, from ${vantage}: ${listed(those.map(since))}`, todo)];
  });
}

const since = ({ address, reason, last_up, first_at }: Probe) =>
  `${address} (${reason}; ${last_up === null ? `never up since ${minuteOf(first_at)}` : `last up ${minuteOf(last_up)}`})`;

function slow(seen: readonly Probe[], vantage: string): Finding[] {
  const those = seen.filter(({ state, seconds }) => state === "up" && seconds !== null && seconds > SLOW_SECONDS);
  if (those.length === 0) return [];
  const names = those.map(({ address, seconds }) => `${address} (${seconds?.toFixed(1)} s)`);
  const todo =
    those.length * 2 > seen.length
      ? "most of them: this machine or its line is busy"
      : "above 5 s they count as down: their operators can see why";
  return [notice("hosts", `${counted(those.length, "host")} up but slow, from ${vantage}: ${listed(names)}`, todo)];
}

function lessOffered(seen: readonly Probe[], vantage: string): Finding[] {
  const those = seen.filter(({ state, reason }) => state === "up" && reason !== "");
  if (those.length === 0) return [];
  const names = those.map(({ address, reason }) => `${address} (${reason})`);
  return [
    notice(
      "hosts",
      `${counted(those.length, "host")} up by /health alone, from ${vantage}: ${listed(names)}`,
      "their proxy or software lacks the route: their operators can see to it",
    ),
  ];
}

/** What hosts that are up say of themselves, where it is wrong, or where a few say less than all others. */
function reported(reports: readonly HostReport[], seen: readonly Probe[], vantage: string): Finding[] {
  const up = new Set(seen.flatMap(({ address, state }) => (state === "up" ? [address] : [])));
  const told = reports.filter(({ address }) => up.has(address));
  const impostors = told.filter(({ identity }) => identity === "wrong").map(({ address }) => address);
  const untold = (what: string, lacks: (report: HostReport) => boolean) => {
    const those = told.filter(lacks).map(({ address }) => address);
    if (those.length === 0 || those.length > told.length * FEW) return [];
    const found = `${counted(those.length, "host")} up, but without a readable answer to ${what}, from ${vantage}: ${listed(those)}`;
    return [notice("hosts", found, "an old version, or its proxy or answer is broken: their operators can see to it")];
  };
  return [
    ...(impostors.length > 0
      ? [
          notice(
            "hosts",
            `${counted(impostors.length, "host")} with an identity that is signed by somebody else: ${listed(impostors)}`,
            "their URL may lead to another host: their operators can see to it",
          ),
        ]
      : []),
    ...untold("/v1/versions", ({ api_version }) => api_version === null),
    ...untold("/v1/identity", ({ identity }) => identity === "not_told"),
  ];
}
