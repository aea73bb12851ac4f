import type { ClickHouseClient } from "@clickhouse/client";
import { type Logger, pino } from "pino";
import { decideHead } from "../chain/head.ts";
import { readChainId } from "../storage/chain-identity.ts";
import { openStorage, type Storage } from "../storage/open.ts";
import { readHeads } from "../storage/read/votes.ts";
import type { Config } from "./config.ts";

/** What a command works with. Results go to stdout, everything else to stderr. */
export interface Session {
  readonly config: Config;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** A command's work could not be done: exit code 1 with this message. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}

/** Starts the log, and turns Ctrl-C into an orderly stop; a second Ctrl-C ends at once. */
export function startSession(config: Config): Session {
  const log = pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  }
  return { config, log, signal: controller.signal };
}

/** Opens the store for the length of some work. */
export function withStorage<T>(session: Session, work: (storage: Storage) => Promise<T>): Promise<T> {
  return withOpening(session, async (opening) => work(await opening));
}

/**
 * The same for work that has something to do while the store opens, which takes the engine seconds in a process of its own.
 *
 * @throws what the work throws; it learns from the promise that the store didn't open.
 */
export async function withOpening<T>({ config }: Session, work: (opening: Promise<Storage>) => Promise<T>): Promise<T> {
  const opening = openStorage({
    dataDir: config.dataDir,
    ...(config.clickhouseUrl ? { url: config.clickhouseUrl } : {}),
    ...(config.cluster ? { cluster: config.cluster } : {}),
  });
  // Whether it opened is known in any case: a failure that comes before the work looks must not end the process.
  const opened = opening.catch(() => null);
  try {
    return await work(opening);
  } finally {
    await (await opened)?.close();
  }
}

/** The chain that the data belongs to. @throws CommandFailed before anything was collected. */
export async function boundChain(client: ClickHouseClient): Promise<string> {
  const chain = await readChainId(client);
  if (chain === null)
    throw new CommandFailed("nothing was collected yet: run `npm run gonka-kpi -- backfill --epochs A-B` first");
  return chain;
}

/** "Now" of the injected clock: the wall's, a given time, or the time of the head that the sources agree on. */
export async function currentTime(
  { config, log }: Pick<Session, "config" | "log">,
  client: ClickHouseClient,
  chain: string,
): Promise<Date> {
  if (config.now === null) return new Date();
  if (config.now !== "head") return config.now;
  const head = decideHead(await readHeads(client, chain));
  if (head.kind === "agreed") return new Date(head.value.time);
  log.warn({ head: head.kind }, "GONKA_NOW=head, but no head is agreed: the wall clock is used");
  return new Date();
}

/** The one-line JSON summary that backfill and evaluate end with, last on stdout. */
export function printSummary({
  rows_written,
  rows_unchanged,
  errors,
}: {
  rows_written: number;
  rows_unchanged: number;
  errors: number;
}): void {
  process.stdout.write(`${JSON.stringify({ rows_written, rows_unchanged, errors })}\n`);
}
