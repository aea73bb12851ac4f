import { setTimeout as sleep } from "node:timers/promises";
import { type ServiceClock, WALL } from "../../collectors/live/clock.ts";
import { type RefusedSource, type Store, startExporter } from "../../exporter/server.ts";
import { checkMethods } from "../../indicators/evaluator/check-methods.ts";
import { METHODS } from "../../indicators/methods/index.ts";
import { readChainId } from "../../storage/chain-identity.ts";
import { lastChange } from "../../storage/read/last-change.ts";
import type { Config } from "../config.ts";
import { readGrants } from "../feed-grants.ts";
import { scheduleByWall } from "../service/schedule.ts";
import { openService, type Service } from "../service/service.ts";
import { currentTime, type Session, withStorage } from "../session.ts";

const LOOK_EVERY_MS = 5000;
/** While there is nothing to serve: a new store has no chain before its first node has answered. */
const LOOK_FIRST_MS = 250;
/** Read again though nothing was stored: what nobody has said for a while becomes unknown. */
const REFRESH_EVERY_MS = 15_000;
/** When every method is tried on the schema. */
const CHECK_AFTER_MS = 60_000;
/** Days of blocks that a new store begins with: mainnet's two epochs, within the nodes' budgets in three hours. */
const BLOCK_DAYS = 1;

/**
 * `start`: opens the listener, then the store, then collects on schedules and serves what it collects and what commands beside it do.
 * With GONKA_NOW it only serves: recorded data has no running network. Ends on Ctrl-C.
 */
export async function start(session: Session): Promise<void> {
  const isRecorded = session.config.now !== null;
  await serve(session, {
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
}

export interface Serving {
  readonly clock: ServiceClock;
  /** The configuration, once the network's addresses are known: the store is opened meanwhile. */
  readonly network: () => Promise<Config>;
  /** Days of blocks that a new store begins with, or that nothing is collected. */
  readonly blockDays: number | "only_serve";
  readonly collect: (service: Service) => Promise<void>;
}

/** Sleeps until the signal aborts. */
export const sleepUntilStopped = (signal: AbortSignal): Promise<void> =>
  new Promise((stopped) => {
    if (signal.aborted) stopped();
    else signal.addEventListener("abort", () => stopped(), { once: true });
  });

/**
 * Serves the store while `collect` works. The listener opens first and says what it doesn't know yet; a store or nodes that are not there
 * yet end nothing.
 */
export async function serve(session: Session, { clock, network, blockDays, collect }: Serving): Promise<void> {
  const { config, log, signal } = session;
  let store: Store | null = null;
  let now = () => clock.now();
  let refused: () => readonly RefusedSource[] = () => [];
  const exporter = await startExporter({
    port: config.port,
    log,
    now: () => now(),
    store: () => store,
    refused: () => refused(),
    recorded: config.now !== null,
    grants: readGrants(config.feedTokensFile),
  });
  log.info({ port: exporter.port }, "listening");
  try {
    await withStorage(session, async ({ client, version, engine }) => {
      log.info({ version, role: engine.role }, "storage is open");
      const collecting = async () => {
        if (blockDays === "only_serve") return;
        const service = await openService({ config: await network(), log, signal, client, exporter, clock, blockDays });
        log.info({ chain: service.chainId, jobs: service.jobs.map(({ name, cron }) => `${name} ${cron}`) }, "collecting");
        refused = () => [...service.watch.refused].map(([source, network]) => ({ source, network }));
        try {
          await collect(service);
        } finally {
          await service.close();
        }
      };
      const collected = collecting().catch((error: unknown) => {
        if (signal.aborted) return;
        throw error;
      });
      let failed: unknown = null;
      collected.catch((error: unknown) => {
        failed = error;
      });
      let seen = "";
      let refreshedAt = performance.now();
      let checked = false;
      const openedAt = performance.now();
      while (!signal.aborted && failed === null) {
        const chain = await readChainId(client);
        const change = chain === null ? "" : await lastChange(client, chain);
        const isOld = performance.now() - refreshedAt > REFRESH_EVERY_MS;
        if (chain !== null && (change !== seen || isOld)) {
          seen = change;
          refreshedAt = performance.now();
          const fixed = config.now === null ? null : await currentTime(session, client, chain);
          now = () => fixed ?? clock.now();
          if (store === null) log.info({ chain }, "serving");
          store = { client, chain };
          await exporter.refresh();
        }
        // It takes seconds, which the first numbers need: they rest on no method that would not run.
        if (!checked && performance.now() - openedAt > CHECK_AFTER_MS) {
          checked = true;
          await checkMethods(client, METHODS);
        }
        await sleep(store === null ? LOOK_FIRST_MS : LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
      }
      await collected;
      store = null;
    });
  } finally {
    await exporter.close();
  }
}
