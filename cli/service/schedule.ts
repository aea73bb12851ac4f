import { createTask, type ParsedFields, parse, type ScheduledTask } from "node-cron";
import type { Logger } from "pino";

/** Something done again and again. */
export interface Job {
  readonly name: string;
  /** When it is due: a cron expression of six fields, seconds first, UTC. */
  readonly cron: string;
  /** Each run waits up to this long, so that not every service asks the nodes in the same second. Milliseconds. */
  readonly jitterMs: number;
  run(): Promise<void>;
}

/** Runs a job; whatever it throws is its own failure and nobody else's. */
export type RunJob = (job: Job) => Promise<void>;

/**
 * Runs the jobs by the wall's clock. A run that is still going when the next is due is not joined by another; a time that was missed (the
 * machine slept, the process was busy) is caught up at once.
 *
 * @returns stops the schedules; runs under way go on to their end.
 */
export function scheduleByWall(jobs: readonly Job[], run: RunJob, log: Logger): () => Promise<void> {
  const tasks = jobs.map((job): ScheduledTask => {
    const task = createTask(job.cron, () => run(job), {
      name: job.name,
      timezone: "Etc/UTC",
      noOverlap: true,
      maxRandomDelay: job.jitterMs,
      suppressMissedWarning: true,
    });
    task.on("execution:missed", () => {
      log.info({ job: job.name }, "a time was missed: caught up now");
      if (!task.isBusy()) void task.execute();
    });
    return task;
  });
  for (const task of tasks) void task.start();
  return async () => {
    await Promise.all(tasks.map((task) => task.destroy()));
  };
}

/** Whether a cron expression (its parsed fields) is due at some second of (after, until], both unix milliseconds. */
export function dueWithin(fields: ParsedFields, after: number, until: number): boolean {
  for (let second = Math.floor(after / 1000) + 1; second <= Math.floor(until / 1000); second++) {
    const at = new Date(second * 1000);
    if (
      fields.second.includes(at.getUTCSeconds()) &&
      fields.minute.includes(at.getUTCMinutes()) &&
      fields.hour.includes(at.getUTCHours()) &&
      fields.dayOfMonth.includes(at.getUTCDate()) &&
      fields.month.includes(at.getUTCMonth() + 1) &&
      fields.dayOfWeek.includes(at.getUTCDay())
    )
      return true;
  }
  return false;
}

/**
 * Runs the jobs by a clock that is moved from outside (the simulated network's): each step runs, one after the other, the jobs that came
 * due since the last. Several times that passed within one step are one run, as for a service that was held up.
 */
export class SteppedSchedule {
  readonly #jobs: readonly { readonly job: Job; readonly fields: ParsedFields }[];
  readonly #run: RunJob;
  #at: number;

  constructor(jobs: readonly Job[], run: RunJob, from: Date) {
    this.#jobs = jobs.map((job) => ({ job, fields: parse(job.cron) }));
    this.#run = run;
    this.#at = from.getTime();
  }

  /** Runs what is due up to a moment. */
  async step(until: Date): Promise<void> {
    const from = this.#at;
    this.#at = until.getTime();
    for (const { job, fields } of this.#jobs) if (dueWithin(fields, from, this.#at)) await this.#run(job);
  }
}
