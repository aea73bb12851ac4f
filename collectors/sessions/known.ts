import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import type { SessionReadRow } from "../../storage/facts/inference-rows.ts";
import { TOLD_ALIKE } from "../../storage/facts/session-words.ts";
import { count, isoTime, queryRows } from "../../storage/read/query.ts";
import type { SessionGround } from "./apply.ts";
import type { SettledSlot } from "./fit.ts";

/** Epochs for which hosts keep sessions (data-sources 3.7). */
export const KEPT_EPOCHS = 3;

/** A session to be followed: what the chain says of it, who lists it, and how far it was read. */
export interface Session extends SessionGround {
  readonly tokenPrice: bigint;
  /** Hosts that ever listed it, with the version, newest first. */
  readonly listings: readonly { readonly host: string; readonly version: string }[];
  /** Null while there is no settlement. */
  readonly settlement: { readonly nonce: number; readonly version: string; readonly slots: readonly SettledSlot[] } | null;
  /** The chain has dropped it without a settlement. */
  readonly isExpired: boolean;
  readonly read: SessionReadRow | null;
}

/** Part of `detail` where every host of a session was heard, and none of them fits its settlement. */
export const NO_HOST_FITS = "no host's diffs fit";
/** How `detail` begins where a session was held against other hosts, since there is no settlement. */
export const UNSETTLED = "no settlement";
/** The same where every host was heard, and no two tell the same. */
export const NO_HOSTS_ALIKE = `${UNSETTLED}, and no two hosts tell the same`;

/** Whether all was done to find out whether a session without a settlement was told truly, as far as it was read. */
export const isCompared = ({ detail }: SessionReadRow): boolean => detail.includes(TOLD_ALIKE) || detail.includes(NO_HOSTS_ALIKE);

const uint64 = z.string().regex(/^\d+$/).transform(BigInt);
const escrow = z.object({
  escrow_id: uint64,
  epoch: z.int(),
  model_id: z.string(),
  slots: z.array(z.string()),
  token_price: uint64,
});
const listing = z.object({ escrow_id: uint64, host: z.string(), version: z.string() });
const settlement = z.object({ escrow_id: uint64, nonce: count, protocol_version: z.string() });
const slot = z.object({ escrow_id: uint64, slot_id: z.int(), cost: uint64, invalid: z.int() });
const expiry = z.object({ escrow_id: uint64, observed_at: z.string().transform(isoTime) });
const read = z.object({
  escrow_id: uint64,
  epoch: z.int(),
  host: z.string(),
  version: z.string(),
  observed_at: z.string().transform(isoTime),
  nonce: uint64,
  finalized: z.boolean(),
  fits_settlement: z.boolean().nullable(),
  detail: z.string(),
});

/** Reads the sessions of the last epochs that there may be something new to learn of. Those whose slots are not stored yet wait for them. */
export async function readSessions(client: ClickHouseClient, chainId: string, epoch: number): Promise<Session[]> {
  const params = { chain: chainId, from: Math.max(0, epoch - KEPT_EPOCHS) };
  const recent = "chain_id = {chain:String} AND epoch >= {from:UInt32}";
  const escrows = await queryRows(
    client,
    escrow,
    `SELECT escrow_id, epoch, model_id, slots, token_price FROM escrows FINAL WHERE ${recent} ORDER BY escrow_id`,
    params,
  );
  const usable = escrows.filter(({ slots }) => slots.length > 0);
  const [first] = usable;
  if (!first) return [];
  const sameIds = { chain: chainId, first: String(first.escrow_id) };
  const ofThem = "chain_id = {chain:String} AND escrow_id >= {first:UInt64}";
  const [listings, settlements, slots, expiries, reads] = await Promise.all([
    queryRows(
      client,
      listing,
      `SELECT escrow_id, host, version FROM session_listings FINAL WHERE ${recent} ORDER BY observed_at DESC, version DESC, host`,
      params,
    ),
    queryRows(client, settlement, `SELECT escrow_id, nonce, protocol_version FROM settlements FINAL WHERE ${ofThem}`, sameIds),
    queryRows(client, slot, `SELECT escrow_id, slot_id, cost, invalid FROM settlement_slots FINAL WHERE ${ofThem}`, sameIds),
    queryRows(
      client,
      expiry,
      `SELECT escrow_id, toString(observed_at) AS observed_at FROM escrow_expiries FINAL WHERE ${ofThem}`,
      sameIds,
    ),
    queryRows(
      client,
      read,
      `SELECT escrow_id, epoch, host, version, toString(observed_at) AS observed_at, nonce, finalized, fits_settlement, detail
       FROM session_reads FINAL WHERE ${ofThem}`,
      sameIds,
    ),
  ]);
  const listingsOf = byEscrow(listings);
  const settlementOf = new Map(settlements.map((row) => [row.escrow_id, row]));
  const slotsOf = byEscrow(slots);
  const expiryOf = new Map(expiries.map((row) => [row.escrow_id, row.observed_at]));
  const readOf = new Map(reads.map((row) => [row.escrow_id, row]));
  const sessions = usable.map((row): Session => {
    const settled = settlementOf.get(row.escrow_id);
    return {
      escrowId: row.escrow_id,
      epoch: row.epoch,
      modelId: row.model_id,
      slots: row.slots,
      tokenPrice: row.token_price,
      listings: listingsOf.get(row.escrow_id) ?? [],
      settlement: settled
        ? { nonce: settled.nonce, version: settled.protocol_version, slots: slotsOf.get(row.escrow_id) ?? [] }
        : null,
      isExpired: expiryOf.has(row.escrow_id),
      read: readOf.get(row.escrow_id) ?? null,
    };
  });
  return sessions.filter((session) => !isOver(session, expiryOf.get(session.escrowId)));
}

/** Whether there is nothing more to learn: it was judged against its settlement, or read and compared once more after its escrow had expired. */
function isOver({ settlement, read }: Session, expiredAt: string | undefined): boolean {
  if (read === null) return false;
  if (settlement !== null) {
    const isJudged = read.fits_settlement === true || (read.fits_settlement === false && read.detail.includes(NO_HOST_FITS));
    return isJudged && read.finalized && read.nonce >= BigInt(settlement.nonce);
  }
  return expiredAt !== undefined && Date.parse(read.observed_at) > Date.parse(expiredAt) && isCompared(read);
}

function byEscrow<Row extends { readonly escrow_id: bigint }>(rows: readonly Row[]): ReadonlyMap<bigint, readonly Row[]> {
  const found = new Map<bigint, Row[]>();
  for (const row of rows) {
    const same = found.get(row.escrow_id) ?? [];
    found.set(row.escrow_id, same);
    same.push(row);
  }
  return found;
}
