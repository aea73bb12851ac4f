import { setTimeout as sleep } from "node:timers/promises";
import { collectRunningEpochs } from "../../collectors/live/running-epochs.ts";
import { givingWay } from "../../exporter/readers.ts";
import { startProgress } from "../progress.ts";
import type { Session } from "../session.ts";
import { HISTORY_EPOCHS, WATCHED_EPOCHS } from "./demo-network.ts";
import { type Job, type RunJob, SteppedSchedule } from "./schedule.ts";
import type { Service } from "./service.ts";
import type { SimulatorProcess } from "./simulator-process.ts";

const MINUTE_MS = 60_000;
/** A verdict of the prober holds for 10 minutes, so that a step of 10 leaves no minute unknown. */
const STEP_MS = 10 * MINUTE_MS;
/**
 * Of how many steps a job takes part in one: what passes, and nobody tells later, is looked at in every step, and what hosts counted before
 * they start again every 30 minutes. All else is asked every hour, and every two in the epochs after the first watched one, which are there
 * to settle it.
 */
const STEPS: Readonly<Record<string, number>> = { heads: 1, hosts: 1, counters: 3 };
const OTHER_STEPS = 6;
const LATER_STEPS = 12;

/** Between two polls of the heads, and between two rounds of all else: 5 simulated minutes where 60 seconds pass in one. */
const HEADS_MS = 1000;
const ROUND_MS = 5000;
/** How long one round gives way to pages that open: with its pause and its work no longer than a verdict of the prober holds. */
const GIVE_WAY_MS = 2000;
/** A page asks every minute; an evaluation takes both cores while it goes on. */
const EVALUATE_EVERY_MS = 30_000;

const isEvaluate = ({ name }: { readonly name: string }) => name === "evaluate";

/** Collects what the chain keeps of its history, then lives through the watched epochs in steps. */
export async function prepareHistory(
  { log, signal }: Pick<Session, "log" | "signal">,
  service: Service,
  simulator: Pick<SimulatorProcess, "clock" | "advance" | "epochMs">,
): Promise<void> {
  const { context, chainId, watch, jobs, run } = service;
  const evaluate = async () => {
    for (const job of jobs.filter(isEvaluate)) await run(job);
  };
  // What runs now comes first: the page is open already.
  await collectRunningEpochs(context, chainId, watch);
  await evaluate();
  const past = Array.from({ length: HISTORY_EPOCHS }, (_, index) => index + 1);
  await collectRunningEpochs(context, chainId, watch, past);
  await evaluate();
  const collecting = jobs.filter((job) => !isEvaluate(job));
  const schedules = collecting.map((job) => ({ job, schedule: new SteppedSchedule([job], run, simulator.clock.now()) }));
  const [begin, length] = [simulator.clock.now().getTime(), WATCHED_EPOCHS * simulator.epochMs];
  const progress = startProgress(log, "preparing history, simulated minutes");
  for (let step = 1, passed = 0; passed < length && !signal.aborted; step++) {
    await simulator.advance(Math.min(STEP_MS, length - passed));
    passed = simulator.clock.now().getTime() - begin;
    const others = passed <= simulator.epochMs ? OTHER_STEPS : LATER_STEPS;
    for (const { job, schedule } of schedules)
      if (step % (STEPS[job.name] ?? others) === 0) await schedule.step(simulator.clock.now());
    progress.update(Math.round(passed / MINUTE_MS), Math.round(length / MINUTE_MS));
  }
  progress.stop();
  signal.throwIfAborted();
  // What is due later in the hour is wanted now: the history ends here.
  for (const job of collecting) await run(job);
  await evaluate();
}

/**
 * Goes on at the network's speed until the signal aborts: what is due by its clock every 5 s, an evaluation every 30 s. The heads are polled
 * beside it: at this speed, a job of seconds is many minutes in which nobody would have told where the chain stands. All else goes one after
 * the other with pauses and gives way to readers, so that a page that opens finds a core that is not busy.
 */
export async function goOn(
  { signal }: Pick<Session, "signal">,
  { jobs, run, quiet }: Service,
  { clock }: Pick<SimulatorProcess, "clock">,
): Promise<void> {
  const keepUp = async (
    those: readonly Job[],
    pauseMs: number,
    giveWayMs: number,
    after: () => Promise<void> = async () => {},
  ) => {
    let giveWay = givingWay(quiet, giveWayMs, signal);
    const runInTurn: RunJob = async (job) => {
      await giveWay();
      await run(job);
    };
    const schedule = new SteppedSchedule(those, runInTurn, clock.now());
    while (!signal.aborted) {
      giveWay = givingWay(quiet, giveWayMs, signal);
      await schedule.step(clock.now());
      await after();
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  };
  let evaluatedAt = performance.now();
  const evaluateAgain = async () => {
    if (performance.now() - evaluatedAt < EVALUATE_EVERY_MS) return;
    for (const job of jobs.filter(isEvaluate)) await run(job);
    evaluatedAt = performance.now();
  };
  const isHeads = ({ name }: Job) => name === "heads";
  const others = jobs.filter((job) => !isHeads(job) && !isEvaluate(job));
  await Promise.all([keepUp(jobs.filter(isHeads), HEADS_MS, 0), keepUp(others, ROUND_MS, GIVE_WAY_MS, evaluateAgain)]);
}
