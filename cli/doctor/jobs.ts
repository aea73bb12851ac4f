import { parse } from "node-cron";
import type { CollectorRuns } from "../../storage/read/live-now.ts";
import type { LastPoll, LastRun } from "../../storage/read/troubles.ts";
import { dueWithin } from "../service/schedule.ts";
import { counted, type Finding, fine, minuteOf, notice, wrong } from "./finding.ts";

/** Somebody polls a head every few seconds as long as the service runs, whatever the answers. */
const SILENT_MS = 10 * 60_000;
/** A job is late when this many of its times passed. */
const TIMES_MISSED = 3;
/** A start-up that runs every job once, and jitter. */
const GRACE_MS = 5 * 60_000;
const DAY_S = 86_400;
const DUE_BY = "due by ";

/** Whether a service collects into this store now: by the newest poll, on the wall's clock. */
export const isCollecting = (poll: LastPoll | null, now: Date): poll is LastPoll =>
  poll !== null && now.getTime() - Date.parse(poll.recorded_at) <= SILENT_MS;

/** That nothing collects: no fault where somebody only looks at stored data. */
export function idleFinding(poll: LastPoll | null): Finding {
  const found =
    poll === null ? "none has ever collected into this store" : `nothing was collected since ${minuteOf(poll.recorded_at)}`;
  return notice("service", found, "start it with npm start: what was missed is caught up");
}

export interface JobsOptions {
  /** The wall's clock. */
  readonly now: Date;
  /** Whether the jobs' times are the wall's; on a simulated clock they pass at its speed. */
  readonly followsWall: boolean;
}

/** Jobs whose newest run failed, and those whose times pass without one. */
export function jobFindings(collectors: readonly CollectorRuns[], runs: readonly LastRun[], options: JobsOptions): Finding[] {
  const cronOf = new Map(
    runs.flatMap(({ kind, asked }) => (asked.startsWith(DUE_BY) ? [[kind, asked.slice(DUE_BY.length)]] : [])),
  );
  const jobs = collectors.filter(({ kind }) => cronOf.has(kind));
  const failed = jobs.filter(({ last_outcome }) => last_outcome === "failed");
  const late = options.followsWall ? runs.filter((run) => isLate(run, cronOf.get(run.kind), options.now)) : [];
  const findings: Finding[] = [];
  if (failed.length > 0) {
    const each = failed.map(({ kind, last_detail }) => `${kind} (${(last_detail ?? "").slice(0, 160) || "no reason given"})`);
    findings.push(
      wrong(
        "jobs",
        `the newest run of ${counted(failed.length, "job")} failed: ${each.join("; ")}`,
        "mend what stands above first; each tries again at its next time, and the log says more",
      ),
    );
  }
  if (late.length > 0) {
    const each = late.map(
      ({ kind, started_at, ended }) => `${kind} (${ended ? "last begun" : "running since"} ${minuteOf(started_at)})`,
    );
    findings.push(
      wrong(
        "jobs",
        `${counted(late.length, "job")} late: ${each.join(", ")}`,
        "see the log; if the service hangs, start it again: nothing is lost",
      ),
    );
  }
  if (findings.length > 0) return findings;
  const pace = options.followsWall ? "" : "; how often they run is not held against a simulated clock";
  return [fine("jobs", `the newest run of each of ${counted(jobs.length, "job")} went well${pace}`)];
}

function isLate({ started_at }: LastRun, cron: string | undefined, now: Date): boolean {
  if (cron === undefined) return false;
  const started = Date.parse(started_at);
  const fields = parse(cron);
  const nextAfter = (from: number): number => {
    for (let second = 1; second <= DAY_S; second++)
      if (dueWithin(fields, from + (second - 1) * 1000, from + second * 1000)) return from + second * 1000;
    return Number.POSITIVE_INFINITY;
  };
  const first = nextAfter(started);
  const interval = nextAfter(first) - first;
  return now.getTime() - started > TIMES_MISSED * interval + GRACE_MS;
}
