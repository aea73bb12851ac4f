import type { ClickHouseClient } from "@clickhouse/client";
import type { SessionReadRow } from "../../storage/facts/inference-rows.ts";
import { SESSION_DETAILS } from "../../storage/facts/tables.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { HttpClient } from "../http/client.ts";
import type { Source } from "../http/source.ts";
import type { SessionState } from "./apply.ts";
import { askDetails, type SessionHost } from "./ask.ts";
import { corroborate } from "./corroborate.ts";
import { judge } from "./judge.ts";
import { isCompared, type Session, UNSETTLED } from "./known.ts";
import type { Progress } from "./progress.ts";
import { type End, readOn, type Store, StoredReading } from "./reading.ts";
import { deleteInferences } from "./stored.ts";
import { NOTHING_STRANGE, strangeFromWords, strangeInWords } from "./strange.ts";
import type { AskedInVain } from "./vain.ts";

/** What following sessions takes. */
export interface Run {
  readonly client: ClickHouseClient;
  readonly chainId: string;
  /** The epoch of the active set. */
  readonly epoch: number;
  readonly http: HttpClient;
  readonly vain: AskedInVain;
  readonly writer: ObservationWriter;
  readonly progress: Progress;
  readonly observedAt: string;
  readonly sources: ReadonlyMap<string, Source>;
  readonly versions: ReadonlySet<string>;
  /** Sessions that some host lists now. */
  readonly listed: ReadonlySet<bigint>;
  readonly signal: AbortSignal;
  /** Told of what could not be used, in words. */
  readonly problem: (escrowId: bigint, host: string, words: string) => void;
}

/** Hosts that are asked how far a session is: they lag each other by some nonces, and the furthest one is read. */
const ASKED_FOR_DETAILS = 3;
/** Of a session whose length nobody tells, hosts that are heard to the end. */
const ENOUGH_HOSTS = 2;

/** Reads what is new of a session, and judges it against its settlement once it is read that far. */
export async function followSession(run: Run, session: Session): Promise<void> {
  const hosts = hostsOf(run, session);
  if (hosts.length === 0) return;
  if (!run.listed.has(session.escrowId) && run.vain.isWaiting(session.escrowId)) return;
  const claims = run.listed.has(session.escrowId) ? await askClaims(run, session, hosts.slice(0, ASKED_FOR_DETAILS)) : new Map();
  const claimOf = ({ address }: SessionHost): number => claims.get(address) ?? -1;
  const order = hosts.toSorted((a, b) => claimOf(b) - claimOf(a));
  const claimed = Math.max(-1, ...order.map(claimOf));
  const target = session.settlement?.nonce ?? (claimed < 0 ? null : claimed);

  if (session.read?.nonce === 0n) await deleteInferences(run.client, run.chainId, session);
  const save = async (rows: Parameters<Store["save"]>[0], state: SessionState, host: SessionHost) =>
    run.progress.note(rows, readRow(run, session, state, host));
  const store: Store = { client: run.client, chainId: run.chainId, flush: () => run.writer.flush(), save };
  const reading = new StoredReading(store, session, stateBefore(session));
  const before = reading.state().nonce;

  const ends: End[] = [];
  let last: SessionHost | null = null;
  for (const host of order) {
    if (target !== null && reading.state().nonce >= target) break;
    if (target === null && ends.filter(({ kind }) => kind === "told").length >= ENOUGH_HOSTS) break;
    const at = reading.state().nonce;
    const end = await readOn(run.http, reading, host, run.signal);
    ends.push(end);
    if (reading.state().nonce > at) last = host;
    tell(run, session, host, end);
  }
  const read = last === null ? session.read : readRow(run, session, reading.state(), last);
  const wasHeard = ends.some(({ kind }) => kind === "told");
  if (read === null) {
    const isNew = !wasHeard && ends.length > 0 && run.vain.note(session.escrowId);
    if (isNew) run.problem(session.escrowId, "", "no host tells its diffs: asked again later");
    return;
  }
  const isRead = session.settlement !== null && reading.state().nonce >= session.settlement.nonce;
  if (isRead) await judge(run, session, read, order);
  if (session.settlement !== null || !wasHeard) return;
  if (session.isExpired) {
    // So that it is known to have been looked at after its end; once, while others can't tell.
    const isNew = reading.state().nonce === before && (isCompared(read) || !read.detail.includes(UNSETTLED));
    const looked = isNew ? { ...read, observed_at: run.observedAt } : read;
    if (isNew) await run.progress.note([], looked);
    if (!isCompared(looked)) await corroborate(run, session, looked, order);
  } else if (reading.state().finalized && run.epoch > session.epoch && !isCompared(read)) {
    // Its settlement is late, and may never come.
    await corroborate(run, session, read, order);
  }
}

function stateBefore({ read }: Session): Omit<SessionState, "rows"> {
  if (read === null || read.nonce === 0n) return { nonce: 0, finalized: false, strange: NOTHING_STRANGE };
  return { nonce: Number(read.nonce), finalized: read.finalized, strange: strangeFromWords(read.detail) };
}

/** How far a session was read, as the store keeps it; not judged. */
export function readRow(
  { observedAt }: Run,
  { escrowId, epoch }: Session,
  { nonce, finalized, strange }: Omit<SessionState, "rows">,
  { address, version }: SessionHost,
): SessionReadRow {
  return {
    ...{ escrow_id: escrowId, epoch, host: address, version, observed_at: observedAt },
    ...{ nonce: BigInt(nonce), finalized, fits_settlement: null, detail: strangeInWords(strange) },
  };
}

/**
 * The hosts of a session that can be asked: the one it was read from, those that list it, and those with a slot in it, which follow each
 * other in turns. Before v4 a first question can bind a session to the version it was asked of (data-sources 3.7), so none is asked of a
 * version before that version's own list, or the session's settlement, has named it.
 */
export function hostsOf({ sources, versions, observedAt }: Run, session: Session): SessionHost[] {
  const { read, listings, settlement, slots } = session;
  const settled = settlement !== null && versions.has(settlement.version) ? settlement.version : undefined;
  const common = read?.version ?? listings[0]?.version ?? settled;
  if (common === undefined) return [];
  const members = [...new Set(slots)].sort();
  const turn = Math.floor(Date.parse(observedAt) / 60_000) % Math.max(1, members.length);
  const inTurn = [...members.slice(turn), ...members.slice(0, turn)];
  const addresses = new Set([...(read ? [read.host] : []), ...listings.map(({ host }) => host), ...inTurn]);
  return [...addresses].flatMap((address) => {
    const source = sources.get(address);
    const version = listings.find(({ host }) => host === address)?.version ?? common;
    return source === undefined ? [] : [{ address, source, version }];
  });
}

/** Asks hosts how far they know the session, and stores what they tell of it. */
async function askClaims(run: Run, session: Session, hosts: readonly SessionHost[]): Promise<Map<string, number>> {
  const claims = new Map<string, number>();
  await Promise.all(
    hosts.map(async (host) => {
      const told = await askDetails(run.http, host, session.escrowId, run.signal);
      run.signal.throwIfAborted();
      if (told.kind === "rejected") run.problem(session.escrowId, host.address, "its details can't be read");
      if (told.kind !== "told") return;
      const { address, version } = host;
      await run.writer.write(SESSION_DETAILS, [{ ...told.value, host: address, version, observed_at: run.observedAt }]);
      const { nonce } = told.value;
      claims.set(address, nonce > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(nonce));
    }),
  );
  return claims;
}

/** Tells of an end that is not of the ordinary: a host that doesn't answer is ordinary. */
export function tell(run: Run, { escrowId }: Session, { address }: SessionHost, end: End): void {
  if (end.kind === "rejected") run.problem(escrowId, address, `its diffs can't be read: ${end.reason}`);
  if (end.kind === "too_large") run.problem(escrowId, address, "one diff is too large to be read");
}
