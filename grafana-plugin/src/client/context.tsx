import React, { createContext, type ReactNode, useContext } from "react";
import useSWR, { mutate, preload } from "swr";
import type { KpiClient } from "./client.ts";
import { KpiError } from "./errors.ts";
import { type Answer, type Ask, pathOf, type ReadPath } from "./paths.ts";

const ClientContext = createContext<KpiClient | null>(null);

export function ClientProvider({ client, children }: { readonly client: KpiClient; readonly children: ReactNode }) {
  return <ClientContext.Provider value={client}>{children}</ClientContext.Provider>;
}

/** @throws Error outside of a `ClientProvider` */
export function useClient(): KpiClient {
  const client = useContext(ClientContext);
  if (!client) throw new Error("there is no ClientProvider around this component");
  return client;
}

/** What is known of an answer. After a failure `data` stays what came last, and `error` says that it may be old. */
export interface Loaded<Data> {
  readonly data: Data | null;
  readonly error: KpiError | null;
  /** When `data` came, by this browser's clock; null before. */
  readonly readAt: Date | null;
  /** Asks again at once. */
  readonly retry: () => void;
}

/** How often a page asks again: values change by the minute, the network's head by the second. */
export const EVERY_MINUTE = 60;
export const EVERY_TEN_SECONDS = 10;

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 15_000;
/** A service that says that it is not ready yet has just been started: it is asked every second, so many times. */
const NOT_READY = 503;
const STARTING_RETRIES = 60;

/** How long to wait after a failure, the first of which has the count 1. */
function pauseAfter(error: unknown, count: number): number {
  const isStarting = error instanceof KpiError && error.status === NOT_READY && count <= STARTING_RETRIES;
  return isStarting ? FIRST_RETRY_MS : Math.min(FIRST_RETRY_MS * 2 ** (count - 1), LAST_RETRY_MS);
}

interface Read<Data> {
  readonly data: Data;
  readonly readAt: Date;
}

/**
 * The answer of a route, asked for again every so many seconds. Components that ask the same share one request.
 * @param ask null while it is not known yet what to ask
 * @param everySeconds how often, which may depend on the answer
 */
export function useAnswer<Path extends ReadPath>(
  path: Path,
  ask: Ask<Path> | null,
  everySeconds: number | ((data: Answer<Path> | null) => number),
): Loaded<Answer<Path>> {
  const client = useClient();
  const key = ask === null ? null : keyOf(client, path, ask);
  const read = async (): Promise<Read<Answer<Path>>> => {
    if (ask === null) throw new Error("asked for nothing");
    return readNow(client, path, ask);
  };
  const { data, error, mutate } = useSWR<Read<Answer<Path>>, unknown>(key, read, {
    refreshInterval: (latest) => 1000 * (typeof everySeconds === "number" ? everySeconds : everySeconds(latest?.data ?? null)),
    // Below the second in which the shortest of the intervals asks again.
    dedupingInterval: 500,
    keepPreviousData: true,
    revalidateOnFocus: false,
    // Not by SWR's own rule, whose pauses grow to 20 minutes: a wall display has to see that the service is back.
    onErrorRetry: (failure, _key, _config, revalidate, { retryCount }) =>
      void setTimeout(() => void revalidate({ retryCount }), pauseAfter(failure, retryCount)),
  });
  return {
    data: data?.data ?? null,
    error: error === undefined ? null : asKpiError(path, error),
    readAt: data?.readAt ?? null,
    retry: () => void mutate(),
  };
}

/**
 * Asks for what a page will want before the page itself is there: `useAnswer` then has it from the first time that it is drawn. Who draws
 * before that waits for the same request.
 */
export async function askAhead<Path extends ReadPath>(client: KpiClient, path: Path, ask: Ask<Path>): Promise<void> {
  const key = keyOf(client, path, ask);
  const asked = preload(key, () => readNow(client, path, ask));
  // Who waits for it hears of a failure.
  const read = await asked.catch(() => null);
  if (read !== null) await mutate(key, read, { revalidate: false });
}

const keyOf = <Path extends ReadPath>(client: KpiClient, path: Path, ask: Ask<Path>) => [client, pathOf(path, ask)] as const;

const readNow = async <Path extends ReadPath>(client: KpiClient, path: Path, ask: Ask<Path>): Promise<Read<Answer<Path>>> => ({
  data: await client.get(path, ask),
  readAt: new Date(),
});

const asKpiError = (path: string, error: unknown): KpiError =>
  error instanceof KpiError ? error : new KpiError(path, null, error instanceof Error ? error.message : "it failed");
