import { pino } from "pino";
import type { z } from "zod";
import { type Config, readConfig } from "../../cli/config.ts";
import { SteppedSchedule } from "../../cli/service/schedule.ts";
import type { Service } from "../../cli/service/service.ts";
import { openService } from "../../cli/service/service.ts";
import { evaluate } from "../../indicators/evaluator/evaluate.ts";
import {
  contentOf,
  type PublishedFilter,
  type PublishedRow,
  readPublished,
  rowKey,
} from "../../indicators/evaluator/published.ts";
import { METHODS } from "../../indicators/methods/index.ts";
import { DEFAULTS, SHORT_EPOCHS, type SimulationOptions } from "../../simulator/network/options.ts";
import { type Simulation, startSimulation } from "../../simulator/server.ts";
import { queryRows } from "../../storage/read/query.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { NO_EXPORTER } from "./no-exporter.ts";

/** Epochs of 100 minutes, so that a test lives through several: 1,200 blocks of 5 s, 60 of them to form the next. */
export const QUICK: Partial<SimulationOptions> = {
  hosts: 8,
  historyEpochs: 5,
  blockMs: 5000,
  epoch: { length: 1200, pocStage: 10, exchange: 0, validationDelay: 2, validationDuration: 20, setNewValidatorsDelay: 40 },
  speed: 0,
};

/** Epochs of 100 s: for what is about epochs and not about schedules; its jobs are run by name. */
export const BRISK: Partial<SimulationOptions> = { hosts: 8, historyEpochs: 4, ...SHORT_EPOCHS, speed: 0 };

/** The service of the product beside a simulated network in one process, its clock moved by the test. */
export interface World {
  readonly simulation: Simulation;
  readonly store: TestStore;
  readonly service: Service;
  /** Lines that the service logged, newest last. */
  readonly logged: readonly { readonly msg: string; readonly [field: string]: unknown }[];
  /** Moves the network's clock, in steps of a minute, and runs what comes due. */
  live(ms: number): Promise<void>;
  /** Moves the network's clock at once and runs what came due, each once; the heads are polled first. */
  step(ms: number): Promise<void>;
  /** Moves the network's clock at once, polls every head, and runs these jobs. */
  leap(ms: number, ...jobs: readonly string[]): Promise<void>;
  /** Runs one job by name. */
  run(name: string): Promise<void>;
  /** Computes what changed: of these indicators, or of all of them if none is named. */
  evaluate(...indicators: readonly string[]): Promise<void>;
  published(filter: PublishedFilter): Promise<PublishedRow[]>;
  /** Every published value by its key: all that a reader sees but how many sources agree. */
  values(): Promise<ReadonlyMap<string, string>>;
  /** Rows of a query on the store. */
  rows<T>(schema: z.ZodType<T>, query: string): Promise<T[]>;
  /** The name by which the product knows a source of the simulation. */
  nameOf(source: number): string;
  /** The newest published network-wide row of an indicator at an epoch. */
  value(indicator: string, epoch: number): Promise<PublishedRow | undefined>;
  close(): Promise<void>;
}

const MINUTE_MS = 60_000;

/** Opens a world. `before` switches faults on before the service asks anything; `blockDays` of blocks are stored from before the running epoch. */
export async function openWorld(
  options: Partial<SimulationOptions> = QUICK,
  before: (simulation: Simulation) => void = () => {},
  settings: Partial<Config> = {},
  blockDays = 1,
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
    ...settings,
  };
  const clock = { now: () => new Date(simulation.clock.now()), followsWall: false };
  const service = await openService({
    config,
    log,
    signal: stopping.signal,
    client: store.client,
    exporter: NO_EXPORTER,
    clock,
    blockDays,
  });
  const schedule = new SteppedSchedule(
    service.jobs.filter(({ name }) => name !== "evaluate"),
    service.run,
    clock.now(),
  );
  const chain = service.chainId;
  const run = async (name: string) => {
    const job = service.jobs.find((one) => one.name === name);
    if (!job) throw new Error(`the service has no job ${name}`);
    await service.run(job);
  };
  const step = async (ms: number) => {
    simulation.advance(ms);
    await schedule.step(clock.now());
  };
  return {
    simulation,
    store,
    service,
    logged,
    live: async (ms) => {
      for (let left = ms; left > 0; left -= MINUTE_MS) await step(Math.min(left, MINUTE_MS));
    },
    step,
    leap: async (ms, ...jobs) => {
      simulation.advance(ms);
      await service.watch.pollAll();
      for (const job of jobs) await run(job);
    },
    run,
    evaluate: async (...indicators) => {
      const methods = METHODS.filter(({ indicator }) => indicators.length === 0 || indicators.includes(indicator));
      await evaluate(store.client, { chain, now: clock.now(), methods });
    },
    published: (filter) => readPublished(store.client, chain, filter),
    values: async () =>
      new Map((await readPublished(store.client, chain)).map((row) => [rowKey(row), contentOf({ ...row, sources: null })])),
    rows: (schema, query) => queryRows(store.client, schema, query),
    nameOf: (source) => service.context.sources[source]?.name ?? "",
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
