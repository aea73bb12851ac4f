import type { DevshardProcess, DevshardSessions, DevshardsNow } from "../../storage/read/devshards-now.ts";
import { counted, type Finding, fine, listed, minuteOf, notice, wrong } from "./finding.ts";

/** By how much a host's counters differ from the sessions of a bucket. */
export interface CountedByHost {
  readonly address: string;
  readonly epoch: number;
  /** T2b ÷ T2. */
  readonly ratio: number;
}

/** A host whose counters are so many times as far from its sessions as those of the host in the middle stands out. */
const STANDS_OUT = 1.5;
/** So many restarts in a day are no update. */
const OFTEN = 3;
/** As many contradictions may be a few hosts' doing. */
const FEW = 3;

/**
 * What hosts' devshards are like: who keeps them dark, whose counters contradict sessions, whose process restarts or stands beside others,
 * and which sessions contradict their settlement or are told by nobody.
 *
 * @param down hosts that are known to be down: that their devshards are dark, too, is nothing new.
 * @param remarks what the newest round of reading sessions met.
 */
export function devshardFindings(
  { tellers, processes, sessions }: DevshardsNow,
  ratios: readonly CountedByHost[],
  down: ReadonlySet<string>,
  remarks: string,
): Finding[] {
  const newest = tellers
    .map(({ asked_at }) => asked_at)
    .sort()
    .at(-1);
  if (newest === undefined) return [];
  const asked = tellers.filter(({ asked_at, address }) => asked_at === newest && !down.has(address));
  const dark = asked.filter(({ told_at }) => told_at !== newest);
  const findings: Finding[] = [];
  if (dark.length > 0) {
    const names = dark.map(
      ({ address, detail, told_at }) =>
        `${address} (${detail}; ${told_at === null ? "never told" : `told last ${minuteOf(told_at)}`})`,
    );
    findings.push(
      notice(
        "devshards",
        `${dark.length} of ${asked.length} hosts that are up keep their devshards dark: ${listed(names)}`,
        "their operators can open /devshard/ in their proxy; T2b lacks their work and its coverage says so, sessions are read from the others",
      ),
    );
  }
  const lives = livesOf(processes);
  const restarts = lives.reduce((sum, life) => sum + life.restarts, 0);
  const all = `${asked.length - dark.length} of ${asked.length} hosts tell their counters; ${counted(restarts, "restart")} of devshardd seen in the last day`;
  return [
    ...findings,
    ...processFindings(lives),
    ...inventors(ratios),
    ...sessionFindings(sessions),
    ...met(remarks),
    fine("devshards", all),
  ];
}

interface Life {
  readonly address: string;
  readonly restarts: number;
  /** Processes that answer by turns. */
  readonly replicas: number;
}

function livesOf(processes: readonly DevshardProcess[]): Life[] {
  const byEndpoint = new Map<string, DevshardProcess[]>();
  for (const one of processes) {
    const key = `${one.address} ${one.endpoint}`;
    byEndpoint.set(key, [...(byEndpoint.get(key) ?? []), one]);
  }
  const byHost = new Map<string, Life>();
  for (const own of byEndpoint.values()) {
    const [first] = own;
    if (!first) continue;
    // One that is heard again after another was heard first is no past one.
    const beside = own.map((one) => own.filter((other) => other.first_at <= one.last_at && other.last_at >= one.first_at).length);
    const life = {
      address: first.address,
      restarts: own.filter(({ began_at }) => began_at > first.first_at).length,
      replicas: Math.max(...beside),
    };
    const known = byHost.get(first.address);
    byHost.set(first.address, {
      ...life,
      restarts: Math.max(life.restarts, known?.restarts ?? 0),
      replicas: Math.max(life.replicas, known?.replicas ?? 0),
    });
  }
  return [...byHost.values()];
}

function processFindings(lives: readonly Life[]): Finding[] {
  const restless = lives.filter(({ restarts, replicas }) => restarts >= OFTEN && replicas < 2);
  const shared = lives.filter(({ replicas }) => replicas > 1);
  const findings: Finding[] = [];
  if (restless.length > 0) {
    const names = restless.map(({ address, restarts }) => `${address} (${restarts} times)`);
    findings.push(
      notice(
        "devshards",
        `devshardd of ${counted(restless.length, "host")} keeps restarting, in the last day: ${listed(names)}`,
        "their operators can see why; what a process did between its last scrape and its end is lost to T2b, whose coverage says so",
      ),
    );
  }
  if (shared.length > 0) {
    const names = shared.map(({ address, replicas }) => `${address} (${replicas})`);
    findings.push(
      notice(
        "devshards",
        `several devshardd answer behind the URL of ${counted(shared.length, "host")}: ${listed(names)}`,
        "nothing to mend: each is counted by its own start, none twice; one that a sticky router hides is seen by T2b ÷ T2 below 1 alone",
      ),
    );
  }
  return findings;
}

/** Hosts whose counters are far from what sessions show, beside the host in the middle. */
function inventors(ratios: readonly CountedByHost[]): Finding[] {
  const epoch = Math.max(...ratios.map((one) => one.epoch));
  const own = ratios.filter((one) => one.epoch === epoch && one.ratio > 0);
  const middle = own.map(({ ratio }) => ratio).sort((a, b) => a - b)[Math.floor(own.length / 2)];
  if (middle === undefined) return [];
  const named = (those: readonly CountedByHost[]) =>
    listed(those.map(({ address, ratio }) => `${address} (${ratio.toFixed(2)})`));
  const about = `of what its sessions show in epoch ${epoch}; the host in the middle: ${middle.toFixed(2)}`;
  const [more, less] = [
    own.filter(({ ratio }) => ratio > middle * STANDS_OUT),
    own.filter(({ ratio }) => ratio * STANDS_OUT < middle),
  ];
  const findings: Finding[] = [];
  if (more.length > 0)
    findings.push(
      notice(
        "devshards",
        `${counted(more.length, "host")} with counters far above the others', as a multiple ${about}: ${named(more)}`,
        "they may make up tokens, or serve what no session settles: T2 rests on sessions and is not touched; read T2b with aux.tokens_reconciliation beside it",
      ),
    );
  if (less.length > 0)
    findings.push(
      notice(
        "devshards",
        `${counted(less.length, "host")} with counters far below the others', as a share ${about}: ${named(less)}`,
        "a replica may be hidden behind a sticky router, or counters are lost with restarts: read T2b with aux.tokens_reconciliation beside it",
      ),
    );
  return findings;
}

function sessionFindings({ judged, contradicting, unread }: DevshardSessions): Finding[] {
  const findings: Finding[] = [];
  if (contradicting.length > 0) {
    const found = `the diffs of ${contradicting.length} of ${counted(judged, "session")} contradict their settlement, or other hosts: ${listed(contradicting)}`;
    const isRule = contradicting.length > FEW && contradicting.length * 2 > judged;
    findings.push(
      isRule
        ? wrong(
            "sessions",
            found,
            "so many are no host's doing: the network may settle by a new rule; update Gonka KPI; until then they are left out",
          )
        : notice(
            "sessions",
            found,
            "they are left out of T2, whose coverage says so; /api/v1/sessions has each, and whose word it was",
          ),
    );
  }
  if (unread.length > 0)
    findings.push(
      notice(
        "sessions",
        `no host tells the diffs of ${counted(unread.length, "session")} of the last epochs: ${listed(unread)}`,
        "all their hosts keep their devshards dark or have forgotten them; they are asked again for three epochs, and coverage says that they are missing",
      ),
    );
  return findings;
}

const met = (remarks: string): Finding[] =>
  remarks === ""
    ? []
    : [
        notice(
          "sessions",
          `in the newest round: ${remarks.slice(0, 600)}`,
          "their operators can see to it; other hosts of these sessions are asked meanwhile",
        ),
      ];
