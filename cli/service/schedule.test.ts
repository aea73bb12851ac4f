import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { parse } from "node-cron";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { dueWithin, type Job, SteppedSchedule, scheduleByWall } from "./schedule.ts";

const START = Date.parse("2026-09-01T00:00:00Z");
const log = pino({ level: "silent" });
const job = (name: string, cron: string, run: () => Promise<void>): Job => ({ name, cron, jitterMs: 0, run });

describe("a time of a cron expression", () => {
  it("is found exactly once in spans that follow each other", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900_000 }), { minLength: 1, maxLength: 40 }), (spans) => {
        let at = START;
        let found = 0;
        const fields = parse("0 */5 * * * *");
        for (const span of spans) {
          // A step longer than the interval counts its times once: the job runs once for all of them.
          const times = Math.floor((at + span - START) / 300_000) - Math.floor((at - START) / 300_000);
          expect(dueWithin(fields, at, at + span)).toBe(times > 0);
          if (times > 0) found += 1;
          at += span;
        }
        expect(found).toBeLessThanOrEqual(Math.floor((at - START) / 300_000));
      }),
    );
  });
});

describe("a schedule that is stepped", () => {
  it("runs what came due, once however many times passed, and in the order of the jobs", async () => {
    const ran: string[] = [];
    const schedule = new SteppedSchedule(
      [job("minute", "0 * * * * *", async () => {}), job("hour", "0 0 * * * *", async () => {})],
      async ({ name }) => void ran.push(name),
      new Date(START),
    );
    await schedule.step(new Date(START + 59_000));
    expect(ran).toEqual([]);
    await schedule.step(new Date(START + 60_000));
    await schedule.step(new Date(START + 61_000));
    expect(ran).toEqual(["minute"]);
    await schedule.step(new Date(START + 7_200_000));
    expect(ran).toEqual(["minute", "minute", "hour"]);
  });
});

describe("a schedule by the wall", () => {
  it("never runs a job beside itself, and goes on beside one that hangs or throws", async () => {
    let running = 0;
    let most = 0;
    let ticks = 0;
    const slow = job("slow", "* * * * * *", async () => {
      most = Math.max(most, ++running);
      await sleep(2500);
      running -= 1;
    });
    const broken = job("broken", "* * * * * *", async () => {
      throw new Error("always");
    });
    const quick = job("quick", "* * * * * *", async () => void ticks++);
    const stop = scheduleByWall([slow, broken, quick], (one) => one.run().catch(() => {}), log);
    await sleep(4200);
    await stop();
    expect(most).toBe(1);
    expect(ticks).toBeGreaterThanOrEqual(3);
    const after = ticks;
    await sleep(1500);
    expect(ticks).toBe(after);
  });
});
