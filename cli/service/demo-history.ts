import { collectRunningEpochs } from "../../collectors/live/running-epochs.ts";
import type { Exporter } from "../../exporter/server.ts";
import { startProgress } from "../progress.ts";
import type { Session } from "../session.ts";
import { type Job, SteppedSchedule } from "./schedule.ts";
import type { Service } from "./service.ts";
import type { SimulatorProcess } from "./simulator-process.ts";

/** Epochs that the network has behind it when the demo begins, so that 30-day indicators have their history. */
export const HISTORY_EPOCHS = 40;
/** Epochs that pass, fast, while the collectors watch: the first of them is whole and settled at the end. */
export const WATCHED_EPOCHS = 2;
/** Blocks of history for the 7-day indicators, and a day to spare. */
export const BLOCK_DAYS = 8;
const MINUTE_MS = 60_000;
/** A verdict of the prober holds for 10 minutes, so that a step of 10 leaves no minute unknown. */
const STEP_MS = 10 * MINUTE_MS;
/** What has to be looked at in every step: it passes, and nobody tells it later. All else is asked every 30 minutes. */
const LOOKING = ["heads", "hosts"];
const STEPS_A_TURN = 3;
/** The epochs after the first watched one are there to settle it: they pass in steps of an hour, and their minutes between are unknown. */
const LATER_STEP_MS = 2 * STEPS_A_TURN * STEP_MS;

export const isEvaluate = ({ name }: { readonly name: string }) => name === "evaluate";

/** Collects what the chain keeps of its history, then lives through the watched epochs in steps. */
export async function prepareHistory(
  { log, signal }: Pick<Session, "log" | "signal">,
  service: Service,
  exporter: Pick<Exporter, "refresh">,
  simulator: Pick<SimulatorProcess, "clock" | "advance" | "epochMs">,
): Promise<void> {
  const { context, chainId, watch, jobs, run } = service;
  const evaluate = async () => {
    for (const job of jobs.filter(isEvaluate)) await run(job);
    await exporter.refresh();
  };
  const past = Array.from({ length: HISTORY_EPOCHS }, (_, index) => index + 1);
  await collectRunningEpochs(context, chainId, watch, past);
  await evaluate();
  const collecting = jobs.filter((job) => !isEvaluate(job));
  const isLooking = ({ name }: { readonly name: string }) => LOOKING.includes(name);
  const schedules = [isLooking, (job: Job) => !isLooking(job)].map(
    (chosen) => new SteppedSchedule(collecting.filter(chosen), run, simulator.clock.now()),
  );
  const steps = stepsOf(simulator.epochMs);
  const progress = startProgress(log, "preparing history, simulated minutes");
  const [begin, minutes] = [simulator.clock.now().getTime(), Math.round((WATCHED_EPOCHS * simulator.epochMs) / MINUTE_MS)];
  for (const [index, ms] of steps.entries()) {
    if (signal.aborted) break;
    await simulator.advance(ms);
    const isTurn = ms === LATER_STEP_MS || (index + 1) % STEPS_A_TURN === 0;
    for (const schedule of isTurn ? schedules : schedules.slice(0, 1)) await schedule.step(simulator.clock.now());
    progress.update(Math.round((simulator.clock.now().getTime() - begin) / MINUTE_MS), minutes);
  }
  progress.stop();
  signal.throwIfAborted();
  // What is due later in the hour is wanted now: the history ends here.
  for (const job of collecting) await run(job);
  await evaluate();
}

/** The steps in which the watched epochs pass, milliseconds: they end with the last of them. */
function stepsOf(epochMs: number): number[] {
  const steps: number[] = [];
  for (let left = WATCHED_EPOCHS * epochMs; left > 0; left -= steps.at(-1) ?? left) {
    const isFirst = left > (WATCHED_EPOCHS - 1) * epochMs;
    steps.push(Math.min(isFirst ? STEP_MS : LATER_STEP_MS, left));
  }
  return steps;
}
