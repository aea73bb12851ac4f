import { WALL } from "../../collectors/live/clock.ts";
import { type Session, withOpening } from "../session.ts";

/** Days of blocks that a new store begins with: mainnet's two epochs, within the nodes' budgets in three hours. */
const BLOCK_DAYS = 1;

/**
 * `start`: opens the listener, then the store, then collects on schedules and serves what it collects and what commands beside it do.
 * With GONKA_NOW it only serves: recorded data has no running network. Ends on Ctrl-C.
 */
export function start(session: Session): Promise<void> {
  const isRecorded = session.config.now !== null;
  return withOpening(session, async (opening) => {
    // Its code is loaded while the store opens.
    const [{ serve }, { scheduleByWall }] = await Promise.all([import("../service/serve.ts"), import("../service/schedule.ts")]);
    await serve(session, opening, {
      clock: WALL,
      network: async () => session.config,
      blockDays: isRecorded ? "only_serve" : BLOCK_DAYS,
      collect: async (service) => {
        const stop = scheduleByWall(service.jobs, service.run, session.log);
        // What was missed while the service was down is caught up now, not at the next time; the head is polled meanwhile.
        for (const job of service.jobs) await service.run(job);
        await sleepUntilStopped(session.signal);
        await stop();
      },
    });
  });
}

/** Sleeps until the signal aborts. */
const sleepUntilStopped = (signal: AbortSignal): Promise<void> =>
  new Promise((stopped) => {
    if (signal.aborted) stopped();
    else signal.addEventListener("abort", () => stopped(), { once: true });
  });
