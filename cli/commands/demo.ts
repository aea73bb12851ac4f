import { setTimeout as sleep } from "node:timers/promises";
import { BLOCK_DAYS, HISTORY_EPOCHS, isEvaluate, prepareHistory, WATCHED_EPOCHS } from "../service/demo-history.ts";
import { emptyDemoFolder, withDemoSettings, writeDemoSettings } from "../service/demo-settings.ts";
import { SteppedSchedule } from "../service/schedule.ts";
import type { Service } from "../service/service.ts";
import { startSimulator } from "../service/simulator-process.ts";
import type { Session } from "../session.ts";
import { serve } from "./start.ts";

export interface DemoOptions {
  readonly hosts: number;
  /** Simulated seconds a wall second, once the history is prepared. */
  readonly speed: number;
}

const DATA_DIR = "./data-demo";
/** 15,391 blocks of 5.3 s. */
const MAINNET_EPOCH_MS = 15_391 * 5300;
const TICK_MS = 1000;
const EVALUATE_EVERY_MS = 15_000;

/**
 * `demo`: the whole product on the simulated network. It lives through two epochs as fast as the machine can, with the collectors watching,
 * and then goes on at `speed`. Every start begins anew.
 */
export async function demo(session: Session, { hosts, speed }: DemoOptions): Promise<void> {
  const dataDir = process.env["GONKA_DATA_DIR"] || DATA_DIR;
  emptyDemoFolder(dataDir);
  // The watched epochs end now, so that what is shown carries today's date.
  const start = new Date(Date.now() - WATCHED_EPOCHS * MAINNET_EPOCH_MS);
  const starting = startSimulator({ hosts, historyEpochs: HISTORY_EPOCHS + 1, start }, session.log);
  let started: Simulator | null = null;
  const config = { ...session.config, dataDir, now: null };
  const network = async () => {
    started = await starting;
    const { urls } = started;
    writeDemoSettings(dataDir, {
      nodes: urls.sources.join(","),
      sandboxNodes: urls.sandbox,
      probeControl: `${urls.control}/control/target`,
    });
    session.log.info(
      { control: urls.control, sources: urls.sources },
      "SIMULATED network: faults can be switched on at the control address",
    );
    return withDemoSettings(config);
  };
  try {
    await serve(
      { ...session, config },
      {
        clock: { now: () => started?.clock.now() ?? start, followsWall: false },
        network,
        blockDays: BLOCK_DAYS,
        collect: async (service) => {
          const simulator = await starting;
          await prepareHistory(session, service, simulator);
          await simulator.setSpeed(speed);
          session.log.info(
            { speed },
            "SIMULATED network: its history is prepared, it goes on at this many simulated seconds a second",
          );
          await goOn(session, service, simulator);
        },
      },
    );
  } finally {
    // One that never started has said so already.
    await starting.then(
      (simulator) => simulator.close(),
      () => {},
    );
  }
}

type Simulator = Awaited<ReturnType<typeof startSimulator>>;

/** Goes on at the network's speed: what is due by its clock every second, an evaluation every 15 s. */
async function goOn({ signal }: Session, { jobs, run }: Service, { clock }: Simulator): Promise<void> {
  const schedule = new SteppedSchedule(
    jobs.filter((job) => !isEvaluate(job)),
    run,
    clock.now(),
  );
  let evaluatedAt = performance.now();
  while (!signal.aborted) {
    await schedule.step(clock.now());
    if (performance.now() - evaluatedAt > EVALUATE_EVERY_MS) {
      for (const job of jobs.filter(isEvaluate)) await run(job);
      evaluatedAt = performance.now();
    }
    await sleep(TICK_MS, undefined, { signal }).catch(() => {});
  }
}
