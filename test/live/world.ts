import { pino } from "pino";
import { readConfig } from "../../cli/config.ts";
import { SteppedSchedule } from "../../cli/service/schedule.ts";
import type { Service } from "../../cli/service/service.ts";
import { openService } from "../../cli/service/service.ts";
import { evaluate } from "../../indicators/evaluator/evaluate.ts";
import { type PublishedRow, readPublished } from "../../indicators/evaluator/published.ts";
import { DEFAULTS, type SimulationOptions } from "../../simulator/network/options.ts";
import { type Simulation, startSimulation } from "../../simulator/server.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";

/** Epochs of 100 minutes, so that a test lives through several: 1,200 blocks of 5 s, 60 of them to form the next. */
export const QUICK: Partial<SimulationOptions> = {
  hosts: 8,
  historyEpochs: 5,
  blockMs: 5000,
  epoch: { length: 1200, pocStage: 10, exchange: 0, validationDelay: 2, validationDuration: 20, setNewValidatorsDelay: 40 },
  speed: 0,
};

/** The service of the product beside a simulated network in one process, its clock moved by the test. */
export interface World {
  readonly simulation: Simulation;
  readonly store: TestStore;
  readonly service: Service;
  /** Lines that the service logged, newest last. */
  readonly logged: readonly { readonly msg: string; readonly [field: string]: unknown }[];
  /** Moves the network's clock, in steps of a minute, and runs what comes due. */
  live(ms: number): Promise<void>;
  /** Runs one job by name. */
  run(name: string): Promise<void>;
  evaluate(): Promise<void>;
  /** The newest published network-wide row of an indicator at an epoch. */
  value(indicator: string, epoch: number): Promise<PublishedRow | undefined>;
  close(): Promise<void>;
}

const MINUTE_MS = 60_000;

/** Opens a world. `before` switches faults on before the service asks anything. */
export async function openWorld(
  options: Partial<SimulationOptions> = QUICK,
  before: (simulation: Simulation) => void = () => {},
): Promise<World> {
  const simulation = await startSimulation({ ...DEFAULTS, ...options }, { basePort: null, truth: null });
  before(simulation);
  const store = await temporaryStore("world");
  const stopping = new AbortController();
  const logged: { msg: string; [field: string]: unknown }[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const config = {
    ...readConfig({}),
    nodes: simulation.sources.join(","),
    sandboxNodes: simulation.sandbox,
    probeControl: `${simulation.control}/control/target`,
    rateLimit: false,
    allowPrivateHosts: true,
  };
  const clock = { now: () => new Date(simulation.clock.now()), followsWall: false };
  const service = await openService({
    config,
    log,
    signal: stopping.signal,
    client: store.client,
    exporter: { refresh: async () => {}, requestObserver: () => {} },
    clock,
    blockDays: 1,
  });
  const schedule = new SteppedSchedule(
    service.jobs.filter(({ name }) => name !== "evaluate"),
    service.run,
    clock.now(),
  );
  const chain = service.chainId;
  return {
    simulation,
    store,
    service,
    logged,
    live: async (ms) => {
      for (let left = ms; left > 0; left -= MINUTE_MS) {
        simulation.advance(Math.min(left, MINUTE_MS));
        await service.watch.pollAll();
        await schedule.step(clock.now());
      }
    },
    run: async (name) => {
      for (const job of service.jobs) if (job.name === name) await service.run(job);
    },
    evaluate: async () => {
      await evaluate(store.client, { chain, now: clock.now() });
    },
    value: async (indicator, epoch) => {
      const rows = await readPublished(store.client, chain, { indicator });
      return rows
        .filter(({ axis, bucket, labels }) => axis === "epoch" && bucket === epoch && labels === "{}")
        .sort((a, b) => b.method - a.method)[0];
    },
    close: async () => {
      stopping.abort();
      await service.close();
      await store.remove();
      await simulation.close();
    },
  };
}
