import pino, { type Logger } from "pino";
import { temporaryStore } from "../../storage/testing/store.ts";
import type { FeedGrant } from "../feeds/tokens.ts";
import { type Exporter, type Store, startExporter } from "../server.ts";
import { CHAIN, fillSmallNetwork, NOW } from "./network.ts";

/** An exporter on a free port of this machine, its store the small network on a real engine. */
export interface Served {
  readonly exporter: Exporter;
  readonly url: string;
  readonly store: Store;
  close(): Promise<void>;
}

/** A node of another chain. */
export const REFUSED = { source: "z", network: "gonka-other" };

export const silent = pino({ level: "silent" });

export async function serveSmallNetwork(
  options: { readonly now?: () => Date; readonly grants?: readonly FeedGrant[]; readonly log?: Logger } = {},
): Promise<Served> {
  const storage = await temporaryStore("exporter");
  await fillSmallNetwork(storage.client);
  const store = { client: storage.client, chain: CHAIN };
  const exporter = await startExporter({
    port: 0,
    host: "127.0.0.1",
    log: options.log ?? silent,
    grants: options.grants ?? [],
    now: options.now ?? (() => NOW),
    store: () => store,
    recorded: true,
    refused: () => [REFUSED],
  });
  await exporter.refresh();
  return {
    exporter,
    store,
    url: `http://127.0.0.1:${exporter.port}`,
    close: async () => {
      await exporter.close();
      await storage.remove();
    },
  };
}
