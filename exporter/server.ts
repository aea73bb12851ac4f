import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { createApp } from "./app.ts";
import type { FeedGrant } from "./feeds/tokens.ts";
import { Readers } from "./readers.ts";
import { ExporterState } from "./state.ts";
import type { RefusedSource, RequestEvent, Store } from "./store.ts";

export type { RefusedSource, RequestEvent, Store } from "./store.ts";

/** Requests under way may take this long to end at shutdown, in milliseconds. */
const SHUTDOWN_MS = 5000;

export interface ExporterOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Address to listen on; all of them where left out. */
  readonly host?: string;
  readonly log: Logger;
  /** The injected clock: ages count to it. */
  readonly now: () => Date;
  /** The open store and its chain; null while it is not open. */
  readonly store: () => Store | null;
  /** Whether `now` is a moment of recorded data and not the wall clock. */
  readonly recorded?: boolean;
  /** The sources that serve another chain, asked at each request; none where left out. */
  readonly refused?: () => readonly RefusedSource[];
  /** Who may hand in what; nobody where left out. */
  readonly grants?: readonly FeedGrant[];
}

export interface Exporter {
  readonly port: number;
  /**
   * Reads the store and renders what is served: call it after each collection or evaluation. What was served stays where it fails.
   *
   * @throws when there is no open store, or it can't be read.
   */
  refresh(): Promise<void>;
  /** Waits until nobody has opened a page or asked the API for a second, no longer than `mostMs`. @returns milliseconds waited. */
  quiet(mostMs: number, signal: AbortSignal): Promise<number>;
  /** Counts a collector's request to a source. */
  requestObserver(event: RequestEvent): void;
  /** Stops accepting, lets requests under way end for up to 5 s, then cuts them off. */
  close(): Promise<void>;
}

/**
 * Opens the listener at once: until the store was read, /readyz and the API answer 503, and /metrics tells of the process alone.
 *
 * @throws the listener's error, such as a port in use.
 */
export async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const { log, now, store, recorded = false, refused = () => [], grants = [] } = options;
  const state = new ExporterState({ now, store, recorded, refused });
  const readers = new Readers();
  const server = createServer(createApp(state, log, grants, readers));
  const { port } = await listen(server, options);
  let closing: Promise<void> | null = null;
  return {
    port,
    refresh: () => state.refresh(),
    quiet: (mostMs, signal) => readers.quiet(mostMs, signal),
    requestObserver: (event) => state.metrics.observeRequest(event),
    close: () => {
      closing ??= shutDown(server);
      return closing;
    },
  };
}

function listen(server: Server, { port, host }: Pick<ExporterOptions, "port" | "host">): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the listener has no port"));
      else resolve(address);
    });
  });
}

function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MS);
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
    server.closeIdleConnections();
  });
}
