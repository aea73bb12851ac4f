import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceClock } from "../../collectors/live/clock.ts";
import { type RefusedSource, type Store, startExporter } from "../../exporter/server.ts";
import { checkMethods } from "../../indicators/evaluator/check-methods.ts";
import { METHODS } from "../../indicators/methods/index.ts";
import { readChainId } from "../../storage/chain-identity.ts";
import type { Storage } from "../../storage/open.ts";
import { lastChange } from "../../storage/read/last-change.ts";
import type { Config } from "../config.ts";
import { readGrants } from "../feed-grants.ts";
import { currentTime, type Session } from "../session.ts";
import { openService, type Service } from "./service.ts";

const LOOK_EVERY_MS = 5000;
/** While there is nothing to serve: a new store has no chain before its first node has answered. */
const LOOK_FIRST_MS = 250;
/** Read again though nothing was stored: what nobody has said for a while becomes unknown. */
const REFRESH_EVERY_MS = 15_000;
/** When every method is tried on the schema. */
const CHECK_AFTER_MS = 60_000;

export interface Serving {
  readonly clock: ServiceClock;
  /** The configuration, once the network's addresses are known: the store is opened meanwhile. */
  readonly network: () => Promise<Config>;
  /** Days of blocks that a new store begins with, or that nothing is collected. */
  readonly blockDays: number | "only_serve";
  readonly collect: (service: Service) => Promise<void>;
}

/**
 * Serves the store while `collect` works. The listener opens first and says what it doesn't know yet; a store or nodes that are not there
 * yet end nothing.
 *
 * @throws when the port can't be had, the store doesn't open, or the data belongs to another chain.
 */
export async function serve(
  session: Session,
  opening: Promise<Storage>,
  { clock, network, blockDays, collect }: Serving,
): Promise<void> {
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
    const { client, version, engine } = await opening;
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
  } finally {
    await exporter.close();
  }
}
