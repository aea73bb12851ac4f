import { setTimeout as sleep } from "node:timers/promises";
import { type Store, startExporter } from "../../exporter/server.ts";
import { checkMethods } from "../../indicators/evaluator/check-methods.ts";
import { METHODS } from "../../indicators/methods/index.ts";
import { readChainId } from "../../storage/chain-identity.ts";
import { lastChange } from "../../storage/read/last-change.ts";
import { currentTime, type Session, withStorage } from "../session.ts";

const LOOK_EVERY_MS = 5000;

/** `start`: opens the listener, then the store, and serves what commands beside it collect and compute. Ends on Ctrl-C. */
export async function start(session: Session): Promise<void> {
  const { config, log, signal } = session;
  let store: Store | null = null;
  let now = () => new Date();
  const exporter = await startExporter({
    port: config.port,
    log,
    now: () => now(),
    store: () => store,
    recorded: config.now !== null,
  });
  log.info({ port: exporter.port }, "listening");
  try {
    await withStorage(session, async ({ client, version, engine }) => {
      log.info({ version, role: engine.role }, "storage is open");
      let seen = "";
      let checked = false;
      while (!signal.aborted) {
        const chain = await readChainId(client);
        const change = chain === null ? "" : await lastChange(client, chain);
        if (chain !== null && change !== seen) {
          seen = change;
          const fixed = config.now === null ? null : await currentTime(session, client, chain);
          now = () => fixed ?? new Date();
          store = { client, chain };
          await exporter.refresh();
          log.info({ chain, change }, "serving");
        }
        // After the first numbers are served, which rest on no method that would not run.
        if (!checked) await checkMethods(client, METHODS);
        checked = true;
        await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
      }
      store = null;
    });
  } finally {
    await exporter.close();
  }
}
