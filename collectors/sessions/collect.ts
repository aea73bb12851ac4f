import pMap from "p-map";
import type { SessionListingRow } from "../../storage/facts/inference-rows.ts";
import { SESSION_LISTINGS } from "../../storage/facts/tables.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import { type Host, sourceOf } from "../hosts/ask.ts";
import type { HttpClient } from "../http/client.ts";
import type { Source } from "../http/source.ts";
import { askListing } from "./ask.ts";
import { followSession, type Run } from "./follow.ts";
import { readSessions } from "./known.ts";
import { readSessionNetwork, type SessionNetwork } from "./network.ts";
import { Progress } from "./progress.ts";
import type { AskedInVain } from "./vain.ts";

/** What reading sessions needs beside the store. */
export interface SessionWork {
  /** Of {@link createSessionClient}. */
  readonly http: HttpClient;
  /** Kept from round to round. */
  readonly vain: AskedInVain;
}

/** What a round did: rows stored, and what could not be used, in words. */
export interface SessionsCollected {
  readonly written: number;
  readonly problems: readonly string[];
}

/** Lists asked for at the same time, and sessions read at the same time (a page of up to 4 MB each). */
const LISTS_AT_A_TIME = 32;
export const SESSIONS_AT_A_TIME = 8;
const MOST_PROBLEMS = 20;

/** One round over the sessions of the agreed active set. @returns null while no active set or no params are agreed. */
export async function collectActiveSessions(
  context: CollectContext,
  chainId: string,
  work: SessionWork,
  observedAt: Date,
  writer: ObservationWriter,
): Promise<SessionsCollected | null> {
  const network = await readSessionNetwork(context.client, chainId);
  return network === null ? null : collectSessions(context, chainId, work, network, observedAt, writer);
}

/**
 * Asks every active host for its list of running sessions, and reads what is new of every session that is known, also of those that left
 * the lists (all of an epoch's do at the next PoC): each from one host, from the nonce that was stored last. A session is known once the
 * chain told its slots and a list or a settlement its version.
 * @throws the signal's reason when it aborts, and what the store throws; what was stored until then is whole.
 */
export async function collectSessions(
  context: CollectContext,
  chainId: string,
  { http, vain }: SessionWork,
  network: SessionNetwork,
  observedAt: Date,
  writer: ObservationWriter,
): Promise<SessionsCollected> {
  const { client, signal, log } = context;
  const problems: string[] = [];
  const problem = (escrowId: bigint, host: string, words: string) => {
    const session = escrowId === 0n ? {} : { escrow: String(escrowId) };
    log.warn({ ...session, host }, words);
    const about = [escrowId === 0n ? "" : `session ${escrowId}`, host].filter((part) => part !== "").join(", ");
    if (problems.length < MOST_PROBLEMS) problems.push(`${about}: ${words}`);
  };
  const sources = new Map([...network.everybody, ...network.active].flatMap(withSource));
  const observed_at = observedAt.toISOString();

  const listings = await askListings(http, network, sources, observed_at, signal, problem);
  await writer.write(SESSION_LISTINGS, listings);
  await writer.flush();

  const sessions = await readSessions(client, chainId, network.epoch);
  vain.begin(new Set(sessions.map(({ escrowId }) => escrowId)));
  const run: Run = {
    ...{ client, chainId, http, vain, writer, signal, sources, problem },
    progress: new Progress(writer),
    epoch: network.epoch,
    observedAt: observed_at,
    versions: new Set(network.versions),
    listed: new Set(listings.map(({ escrow_id }) => escrow_id)),
  };
  let done = 0;
  await pMap(
    sessions,
    async (session) => {
      signal.throwIfAborted();
      await followSession(run, session);
      done += 1;
      context.onProgress(done, sessions.length);
    },
    { concurrency: SESSIONS_AT_A_TIME },
  );
  await run.progress.finish();
  return { written: writer.written, problems };
}

/** The host with its URL as a source; nothing where it is none. */
function withSource(host: Host): [string, Source][] {
  const source = sourceOf(host);
  return "verdict" in source ? [] : [[host.address, source]];
}

async function askListings(
  http: HttpClient,
  { active, versions }: SessionNetwork,
  sources: ReadonlyMap<string, Source>,
  observed_at: string,
  signal: AbortSignal,
  problem: Run["problem"],
): Promise<SessionListingRow[]> {
  const questions = active.flatMap(({ address }) => {
    const source = sources.get(address);
    return source === undefined ? [] : versions.map((version) => ({ address, source, version }));
  });
  const rows = await pMap(
    questions,
    async (host) => {
      const told = await askListing(http, host, signal);
      signal.throwIfAborted();
      if (told.kind === "rejected") problem(0n, host.address, `its list of ${host.version} sessions can't be read`);
      if (told.kind !== "told") return [];
      const { address, version } = host;
      return told.value.map(({ escrowId, epoch }) => ({ escrow_id: escrowId, host: address, version, epoch, observed_at }));
    },
    { concurrency: LISTS_AT_A_TIME },
  );
  return rows.flat();
}
