import { BLOCK_DAYS, HISTORY_EPOCHS, WATCHED_EPOCHS } from "../service/demo-network.ts";
import { emptyDemoFolder, withDemoSettings, writeDemoSettings } from "../service/demo-settings.ts";
import { type SimulatorProcess, startSimulator } from "../service/simulator-process.ts";
import { type Session, withOpening } from "../session.ts";

export interface DemoOptions {
  readonly hosts: number;
  /** Simulated seconds a wall second, once the history is prepared. */
  readonly speed: number;
}

const DATA_DIR = "./data-demo";
/** 15,391 blocks of 5.3 s. */
const MAINNET_EPOCH_MS = 15_391 * 5300;

/**
 * `demo`: the whole product on the simulated network. It lives through two epochs as fast as the machine can, with the collectors watching,
 * and then goes on at `speed`. Every start begins anew.
 */
export async function demo(session: Session, { hosts, speed }: DemoOptions): Promise<void> {
  const { log } = session;
  const dataDir = process.env["GONKA_DATA_DIR"] || DATA_DIR;
  emptyDemoFolder(dataDir);
  const config = { ...session.config, dataDir, now: null };
  await withOpening({ ...session, config }, async (opening) => {
    // The watched epochs end now, so that what is shown carries today's date.
    const start = new Date(Date.now() - WATCHED_EPOCHS * MAINNET_EPOCH_MS);
    const starting = startSimulator({ hosts, historyEpochs: HISTORY_EPOCHS + 1, start }, log);
    // Whoever waits for it is told; until somebody does, its failure must not end the process.
    starting.catch(() => {});
    let started: SimulatorProcess | null = null;
    const network = async () => {
      started = await starting;
      const { urls } = started;
      writeDemoSettings(dataDir, {
        nodes: urls.sources.join(","),
        sandboxNodes: urls.sandbox,
        probeControl: `${urls.control}/control/target`,
      });
      log.info(
        { control: urls.control, sources: urls.sources },
        "SIMULATED network: faults can be switched on at the control address",
      );
      return withDemoSettings(config);
    };
    try {
      // Their code is loaded while the store opens and the network starts.
      const [{ serve }, { prepareHistory, goOn }] = await Promise.all([
        import("../service/serve.ts"),
        import("../service/demo-history.ts"),
      ]);
      await serve({ ...session, config }, opening, {
        clock: { now: () => started?.clock.now() ?? start, followsWall: false },
        network,
        blockDays: BLOCK_DAYS,
        collect: async (service) => {
          const simulator = await starting;
          await prepareHistory(session, service, simulator);
          await simulator.setSpeed(speed);
          log.info({ speed }, "SIMULATED network: its history is prepared, it goes on at this many simulated seconds a second");
          await goOn(session, service, simulator);
        },
      });
    } finally {
      // One that never started has said so already.
      await starting.then(
        (simulator) => simulator.close(),
        () => {},
      );
    }
  });
}
