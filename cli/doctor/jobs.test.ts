import { describe, expect, it } from "vitest";
import { isCollecting, jobFindings } from "./jobs.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();

const ranAgo = (kind: string, cron: string, minutes: number, outcome: string | null) => ({
  run: { kind, asked: `due by ${cron}`, started_at: ago(minutes), ended: outcome !== null },
  collector: {
    kind,
    last_started_at: ago(minutes),
    last_success_at: null,
    last_ended_at: null,
    last_outcome: outcome,
    last_detail: "the sources differ on the head",
  },
});

const looked = (jobs: readonly ReturnType<typeof ranAgo>[], followsWall: boolean) =>
  jobFindings(
    jobs.map(({ collector }) => collector),
    jobs.map(({ run }) => run),
    { now: NOW, followsWall },
  );

describe("jobs", () => {
  it.each([
    { cron: "20 * * * * *", minutes: 7, late: false },
    { cron: "20 * * * * *", minutes: 9, late: true },
    { cron: "5 */10 * * * *", minutes: 34, late: false },
    { cron: "5 */10 * * * *", minutes: 36, late: true },
    { cron: "35 7 * * * *", minutes: 180, late: false },
    { cron: "35 7 * * * *", minutes: 190, late: true },
  ])("by $cron that began $minutes minutes ago: late is $late", ({ cron, minutes, late }) => {
    const findings = looked([ranAgo("epochs", cron, minutes, "done")], true);
    expect(findings.map(({ level }) => level)).toEqual([late ? "wrong" : "fine"]);
  });

  it("are held against this machine's clock only where the network keeps its time", () => {
    expect(looked([ranAgo("epochs", "20 * * * * *", 60, "done")], false).map(({ level }) => level)).toEqual(["fine"]);
  });

  it("that run for hours without an end are named with when they began", () => {
    const [finding] = looked([ranAgo("blocks", "20 * * * * *", 120, null)], true);
    expect(finding).toMatchObject({ level: "wrong", found: "1 job late: blocks (running since 2026-11-22 10:00 UTC)" });
  });

  it("that failed are one finding, with each reason", () => {
    const findings = looked([ranAgo("epochs", "5 */10 * * * *", 5, "failed"), ranAgo("hosts", "0 */5 * * * *", 2, "done")], true);
    expect(findings.map(({ found }) => found)).toEqual([
      "the newest run of 1 job failed: epochs (the sources differ on the head)",
    ]);
  });

  it("of the command line are nobody's schedule", () => {
    const { collector } = ranAgo("backfill", "", 60, "failed");
    const run = { kind: "backfill", asked: "epochs 380-400", started_at: ago(60), ended: true };
    expect(jobFindings([collector], [run], { now: NOW, followsWall: true }).map(({ level }) => level)).toEqual(["fine"]);
  });
});

describe("a service", () => {
  it("collects as long as it polls", () => {
    const poll = (minutes: number) => ({ observed_at: ago(5000), recorded_at: ago(minutes) });
    expect([isCollecting(null, NOW), isCollecting(poll(9), NOW), isCollecting(poll(11), NOW)]).toEqual([false, true, false]);
  });
});
