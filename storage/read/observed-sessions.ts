import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { TOLD_ALIKE } from "../facts/session-words.ts";
import type { Observed } from "./observed.ts";
import { count, isoTime, queryRows } from "./query.ts";
import type { Epoch } from "./votes.ts";

const PARAMS = "chain_id = {chain:String}";
const KNOWN = `${PARAMS} AND recorded_at <= {as_of:DateTime64(6)}`;

/** Diffs that were read this long after the end of the session's epoch hold what was done in it. */
const LATE_MS = 600_000;

const KNOWN_TYPES = {
  create: "/inference.inference.MsgCreateDevshardEscrow",
  settle: "/inference.inference.MsgSettleDevshardEscrow",
};

/**
 * Heights whose transactions opened or settled escrows of which nothing is stored, `height, what`: one that succeeded, or of which it isn't
 * known whether it did.
 */
export const HEIGHTS_LACKING_ESCROWS = `(
  SELECT height, 'opened' AS what FROM transactions FINAL
  WHERE ${KNOWN} AND ifNull(code, 0) = 0 AND has(message_types, '${KNOWN_TYPES.create}')
    AND height NOT IN (SELECT height FROM escrow_openings FINAL WHERE ${KNOWN})
  UNION ALL
  SELECT height, 'settled' AS what FROM transactions FINAL
  WHERE ${KNOWN} AND ifNull(code, 0) = 0 AND has(message_types, '${KNOWN_TYPES.settle}')
    AND height NOT IN (SELECT height FROM settlements FINAL WHERE ${KNOWN}))`;

const ofHeights = z.object({
  span: count,
  lacking_openings: count,
  lacking_settlements: count,
  openings: count,
  settlements: count,
  priced: count,
  newest: z.string(),
});

/** By the first height of the epoch: what of escrows lies in it, and what is lacking. `priced`: the chain told the terms of the escrow. */
const BY_HEIGHTS = `SELECT roundDown(height, {firsts:Array(UInt64)}) AS span,
    uniqExactIf(height, what = 'lacking opened') AS lacking_openings, uniqExactIf(height, what = 'lacking settled') AS lacking_settlements,
    countIf(what = 'opened') AS openings, countIf(what = 'settled') AS settlements,
    countIf(what IN ('opened', 'settled') AND escrow_id IN (SELECT escrow_id FROM escrows FINAL WHERE ${KNOWN})) AS priced,
    toString(max(at)) AS newest
  FROM (
    SELECT height, concat('lacking ', what) AS what, toUInt64(0) AS escrow_id, toDateTime64(0, 6, 'UTC') AS at FROM ${HEIGHTS_LACKING_ESCROWS}
    UNION ALL
    SELECT height, 'opened' AS what, escrow_id, recorded_at AS at FROM escrow_openings FINAL WHERE ${KNOWN}
    UNION ALL
    SELECT height, 'settled' AS what, escrow_id, recorded_at AS at FROM settlements FINAL WHERE ${KNOWN}
  )
  WHERE height >= {firsts:Array(UInt64)}[1] GROUP BY span`;

const ofSearches = z.object({ span: count, searched: count, searches: count, sources: count });

/** By the first height of an epoch that is over: how much of it was searched for escrows, and by the fewest sources that found the same. */
const BY_SEARCHES = `SELECT bounds.1 AS span, sum(least(found.to_height, bounds.2) - greatest(found.from_height, bounds.1) + 1) AS searched,
    count() AS searches, min(found.sources) AS sources
  FROM (
    SELECT from_height, to_height, uniqExact(source) AS sources FROM escrow_searches FINAL WHERE ${KNOWN} AND same GROUP BY from_height, to_height
  ) AS found
  ARRAY JOIN arrayZip({firsts:Array(UInt64)}, {lasts:Array(UInt64)}) AS bounds
  WHERE found.from_height <= bounds.2 AND found.to_height >= bounds.1
  GROUP BY span`;

const hole = z.object({ from_height: count, to_height: count });

/**
 * Heights between which escrows were opened that are not stored: ids are given one after the other. What was opened before the first one that
 * is known isn't known either, unless it is the very first.
 */
const HOLES = `SELECT if(id_before = 0, 0, height_before) AS from_height, height AS to_height
  FROM (
    SELECT escrow_id, height, lagInFrame(escrow_id, 1, toUInt64(0)) OVER line AS id_before, lagInFrame(height, 1, toUInt64(0)) OVER line AS height_before
    FROM escrow_openings FINAL WHERE ${KNOWN} WINDOW line AS (ORDER BY escrow_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
  ) WHERE escrow_id != id_before + 1 ORDER BY to_height`;

const ofSessions = z.object({
  epoch: z.int(),
  opened: count,
  listed: count,
  read: count,
  unread: count,
  /** Sessions that may go on, and when the diffs of the one whose reading is the oldest were read. */
  open: count,
  open_read_at: z.string().transform(isoTime).nullable(),
  nonces: count,
  newest: z.string(),
});

/**
 * By the epoch a session was opened in. Its diffs have come to an end when they were held against its settlement, or are finalized and told
 * alike by two hosts while there is none. One that was never opened is a host's invention. `newest` is also of what was told beside the
 * diffs: methods take it where it is there.
 */
const BY_SESSIONS = `SELECT epoch, countIf(is_opened) AS opened, countIf(is_listed) AS listed, countIf(is_read) AS read,
    countIf(NOT is_read) AS unread, countIf(is_read AND NOT ended) AS open, toString(minIf(read_at, is_read AND NOT ended)) AS open_read_at,
    ifNull(sum(nonce), 0) AS nonces, toString(max(at)) AS newest
  FROM (
    SELECT said.escrow_id AS escrow_id, argMax(said.epoch, (kind = 'opened', kind = 'read')) AS epoch, max(kind = 'opened') AS is_opened, max(kind = 'listed') AS is_listed,
      max(kind = 'read') AS is_read, maxIf(said.nonce, kind = 'read') AS nonce, maxIf(said.at, kind = 'read') AS read_at,
      if(any(settlement.nonce) IS NULL, maxIf(finalized AND alike, kind = 'read'),
        maxIf(said.nonce >= settlement.nonce AND judged, kind = 'read')) AS ended,
      greatest(max(said.recorded_at), ifNull(any(settlement.recorded_at), toDateTime64(0, 6, 'UTC'))) AS at
    FROM (
      SELECT escrow_id, epoch, 'opened' AS kind, toUInt64(0) AS nonce, false AS finalized, false AS alike, false AS judged, toDateTime64(0, 3, 'UTC') AS at, recorded_at
      FROM escrow_openings FINAL WHERE ${KNOWN}
      UNION ALL
      SELECT escrow_id, epoch, 'listed' AS kind, toUInt64(0) AS nonce, false AS finalized, false AS alike, false AS judged, toDateTime64(0, 3, 'UTC') AS at, toDateTime64(0, 6, 'UTC') AS recorded_at
      FROM session_listings FINAL WHERE ${KNOWN}
      UNION ALL
      SELECT escrow_id, epoch, 'read' AS kind, nonce, finalized, position(detail, '${TOLD_ALIKE}') > 0 AS alike, fits_settlement IS NOT NULL AS judged, observed_at AS at, recorded_at FROM session_reads FINAL WHERE ${KNOWN}
      UNION ALL
      SELECT escrow_id, epoch, 'beside' AS kind, toUInt64(0) AS nonce, false AS finalized, false AS alike, false AS judged, toDateTime64(0, 3, 'UTC') AS at, told_at AS recorded_at
      FROM (
        SELECT escrow_id, toUInt32(0) AS epoch, max(recorded_at) AS told_at FROM session_details WHERE ${KNOWN} GROUP BY escrow_id
        UNION ALL
        SELECT escrow_id, epoch, recorded_at AS told_at FROM escrow_expiries FINAL WHERE ${KNOWN}
      )
    ) AS said
    LEFT JOIN (SELECT escrow_id, nonce, recorded_at FROM settlements FINAL WHERE ${KNOWN}) AS settlement ON settlement.escrow_id = said.escrow_id
    GROUP BY said.escrow_id HAVING is_opened OR is_read
  ) GROUP BY epoch`;

const ofStats = z.object({ epoch: z.int(), rows: count, finals: count, settled: count, newest: z.string() });

/** By epoch: what the chain was heard to say of hosts, and how many of the epoch's escrows are settled. */
const BY_STATS = `SELECT epoch, countIf(what = 'said') AS rows, countIf(what = 'said' AND final) AS finals, countIf(what = 'settled') AS settled,
    toString(max(at)) AS newest
  FROM (
    SELECT epoch, 'said' AS what, final, recorded_at AS at FROM host_epoch_stats FINAL WHERE ${KNOWN}
    UNION ALL
    SELECT epoch, 'settled' AS what, false AS final, recorded_at AS at FROM escrow_openings FINAL
    WHERE ${KNOWN} AND escrow_id IN (SELECT escrow_id FROM settlements FINAL WHERE ${KNOWN})
  ) GROUP BY epoch`;

/**
 * What is stored of devshard sessions: their money on the chain, which takes the transactions of an epoch's blocks or a search of all of them,
 * what the chain says of their hosts, and their diffs, by the epoch a session was opened in.
 *
 * @param blocks what is stored of blocks and transactions.
 */
export async function readObservedSessions(
  client: ClickHouseClient,
  chain: string,
  asOf: string,
  epochs: readonly Epoch[],
  blocks: readonly Observed[],
): Promise<Observed[]> {
  const known = epochs.filter(({ effective_height }) => effective_height > 0);
  if (known.length === 0) return [];
  const params = { chain, as_of: asOf };
  const over = known.filter(({ last_height }) => last_height > 0);
  const ends = {
    firsts: over.map(({ effective_height }) => effective_height),
    lasts: over.map(({ last_height }) => last_height),
  };
  const [heights, searches, holes, sessions, stats] = await Promise.all([
    queryRows(client, ofHeights, BY_HEIGHTS, { ...params, firsts: known.map(({ effective_height }) => effective_height) }),
    queryRows(client, ofSearches, BY_SEARCHES, { ...params, ...ends }),
    queryRows(client, hole, HOLES, params),
    queryRows(client, ofSessions, BY_SESSIONS, params),
    queryRows(client, ofStats, BY_STATS, params),
  ]);
  const newest = known.at(-1)?.epoch ?? 0;
  const sent = new Map(blocks.filter(({ kind }) => kind === "transactions").map((one) => [one.epoch, one]));
  const byHeight = new Map(heights.map((row) => [row.span, row]));
  const bySearch = new Map(searches.map((row) => [row.span, row]));
  const bySession = new Map(sessions.map((row) => [row.epoch, row]));
  const byStats = new Map(stats.map((row) => [row.epoch, row]));
  return known.flatMap((epoch) => {
    const transactions = seenOf(epoch, sent.get(epoch.epoch), bySearch.get(epoch.effective_height), holes);
    const own = bySession.get(epoch.epoch);
    const before = bySession.get(epoch.epoch - 1);
    return [
      ...(transactions ? escrowsOf(transactions, byHeight.get(epoch.effective_height)) : []),
      ...sessionsOf(epoch, newest, transactions, own, before),
      ...statsOf(epoch, newest, transactions, byStats.get(epoch.epoch)),
    ];
  });
}

/**
 * The epoch's transactions, as far as they are about escrows: those of its blocks, or where they are not whole those that were searched for.
 * A search is held against the numbers of the escrows: an index may lack what it doesn't know of.
 */
function seenOf(
  { epoch, effective_height, last_height }: Epoch,
  transactions: Observed | undefined,
  search: z.infer<typeof ofSearches> | undefined,
  holes: readonly z.infer<typeof hole>[],
): Observed | undefined {
  if (transactions?.complete || search === undefined) return transactions;
  const due = last_height - effective_height + 1;
  const both = { kind: "transactions" as const, epoch, inDoubt: false, until: null, sources: search.sources, final: true };
  const stamp = `searched ${search.searched} ${search.searches} ${transactions?.stamp ?? ""}`;
  const missed = holes.find(({ from_height, to_height }) => from_height <= last_height && to_height >= effective_height);
  if (search.searched >= due && missed === undefined) return { ...both, complete: true, detail: "", stamp };
  const detail =
    search.searched >= due
      ? `escrows that were opened before block ${missed?.to_height} are missing among those that searches found`
      : `${due - search.searched} of the epoch's ${due} blocks are neither stored nor searched for escrows`;
  return { ...(transactions ?? { ...both, complete: false }), detail, stamp };
}

/** Escrows are known where transactions are, and each transaction that opened or settled one led to rows. */
function escrowsOf(transactions: Observed, row: z.infer<typeof ofHeights> | undefined): Observed[] {
  const of = (kind: "escrows" | "settlements", lacking: number, verb: string, rows: number): Observed => ({
    ...transactions,
    kind,
    complete: transactions.complete && lacking === 0,
    detail: transactions.detail || (lacking > 0 ? `what ${lacking} blocks ${verb} is not stored` : ""),
    stamp: `${transactions.stamp} ${rows} ${row?.priced ?? 0} ${row?.newest ?? ""}`,
  });
  return [
    of("escrows", row?.lacking_openings ?? 0, "opened", row?.openings ?? 0),
    of("settlements", row?.lacking_settlements ?? 0, "settled", row?.settlements ?? 0),
  ];
}

function sessionsOf(
  { epoch, ends_at, last_height }: Epoch,
  newest: number,
  transactions: Observed | undefined,
  row: z.infer<typeof ofSessions> | undefined,
  before: z.infer<typeof ofSessions> | undefined,
): Observed[] {
  const over = last_height > 0;
  const stamp = [row, before].map((one) => (one ? `${one.opened} ${one.read} ${one.nonces} ${one.newest}` : "")).join(" ");
  const both = { kind: "sessions" as const, epoch, until: null, sources: 1, stamp };
  if (!row)
    // That no session was opened is known only where all transactions are.
    return transactions?.complete ? [{ ...both, complete: true, detail: "", inDoubt: false, final: over }] : [];
  if (row.read === 0) {
    const detail = `${Math.max(row.opened, row.listed)} sessions are known, and no host told the diffs of any`;
    return [{ ...both, complete: false, detail, inDoubt: row.listed > 0, final: over }];
  }
  const readTo = row.open_read_at === null ? Number.POSITIVE_INFINITY : Date.parse(row.open_read_at);
  const whole = row.open === 0 || (ends_at !== null && readTo >= Date.parse(ends_at) + LATE_MS);
  // Hosts keep sessions for about three epochs: what was not read by then won't be.
  const final = over && ((whole && row.unread === 0) || newest > epoch + 2);
  return [{ ...both, complete: true, detail: "", inDoubt: false, final }];
}

function statsOf(
  { epoch, last_height }: Epoch,
  newest: number,
  transactions: Observed | undefined,
  row: z.infer<typeof ofStats> | undefined,
): Observed[] {
  const both = { kind: "host_epoch_stats" as const, epoch, inDoubt: false, until: null, sources: 1 };
  const stamp = `${row?.rows ?? 0} ${row?.settled ?? 0} ${row?.newest ?? ""}`;
  // An escrow can be settled until the end of the epoch after its own.
  const over = last_height > 0 && newest > epoch + 1;
  if (row && row.rows > 0) return [{ ...both, complete: true, detail: "", final: over || row.finals === row.rows, stamp }];
  if (row && row.settled > 0) {
    const detail = `${row.settled} escrows are settled, and the chain was not asked about their hosts`;
    return [{ ...both, complete: false, detail, final: over, stamp }];
  }
  return transactions?.complete ? [{ ...both, complete: true, detail: "", final: over, stamp }] : [];
}
