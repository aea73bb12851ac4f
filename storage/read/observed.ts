import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { readObservedSessions } from "./observed-sessions.ts";
import { count, isoTime, queryRows } from "./query.ts";
import type { Epoch } from "./votes.ts";

/** Kinds of facts that are observed, not told and voted on. */
export type ObservedKind =
  | "probes"
  | "reports"
  | "sandbox"
  | "blocks"
  | "transactions"
  | "escrows"
  | "settlements"
  | "host_epoch_stats"
  | "sessions"
  | "counters"
  | "mlnode_counters";

/** What is stored of one kind within an epoch's time or heights. */
export interface Observed {
  readonly kind: ObservedKind;
  readonly epoch: number;
  readonly complete: boolean;
  /** Why it isn't complete, in words. */
  readonly detail: string;
  /** Observed, but nothing that could tell: the prober's own connection was in doubt all the time. */
  readonly inDoubt: boolean;
  /** Vantage points, or sources whose blocks are the stored ones over the whole span. */
  readonly sources: number;
  /** The epoch is over: nothing more is to come. */
  readonly final: boolean;
  /** Changes whenever rows are added. */
  readonly stamp: string;
  /** ISO time up to which an epoch that runs is stored, of kinds whose rows come one after the other; null for others. */
  readonly until: string | null;
}

const PARAMS = "chain_id = {chain:String}";
const KNOWN = `${PARAMS} AND recorded_at <= {as_of:DateTime64(6)}`;

/**
 * What was observed in each epoch, as of a moment. Probes, reports and the sandbox go by the time of the epoch's first and last block;
 * blocks and transactions by its heights, and sessions by the epoch they were opened in. An epoch without any row of a kind is left out.
 */
export async function readObserved(
  client: ClickHouseClient,
  chain: string,
  asOf: string,
  epochs: readonly Epoch[],
): Promise<Observed[]> {
  const [timed, blocks] = await Promise.all([readTimed(client, chain, asOf, epochs), readBlocks(client, chain, asOf, epochs)]);
  return [...timed, ...blocks, ...(await readObservedSessions(client, chain, asOf, epochs, blocks))];
}

const timedRow = z.object({
  span: count,
  rows: count,
  told: count,
  sources: count,
  newest: z.string(),
  until: z.string().transform(isoTime),
});

/** A kind whose rows belong to the epoch in which they were observed; `usable` is the condition under which one can tell anything. */
interface Timed {
  readonly kind: ObservedKind;
  readonly table: string;
  readonly only?: string;
  readonly source: string;
  readonly usable: string;
  readonly nothing: string;
}

const TIMED: readonly Timed[] = [
  {
    kind: "probes",
    table: "probe_rounds",
    source: "vantage",
    usable: "valid",
    nothing: "no valid round of probes: the prober's own connection was in doubt",
  },
  { kind: "reports", table: "host_reports", source: "vantage", usable: "true", nothing: "" },
  {
    kind: "sandbox",
    table: "sandbox_probes",
    source: "source",
    usable: "api_ok IS NOT NULL OR chain_ok IS NOT NULL",
    nothing: "the sandbox was asked, and no probe could tell",
  },
  {
    kind: "counters",
    table: "counter_scrapes",
    only: "endpoint != 'mlnodes'",
    source: "1",
    usable: "counter_scrapes.told",
    nothing: "hosts were asked for their counters, and none told any",
  },
  {
    kind: "mlnode_counters",
    table: "counter_scrapes",
    only: "endpoint = 'mlnodes'",
    source: "1",
    usable: "counter_scrapes.told",
    nothing: "hosts were asked for their ML nodes' counters, and none told any",
  },
];

async function readTimed(client: ClickHouseClient, chain: string, asOf: string, epochs: readonly Epoch[]): Promise<Observed[]> {
  const spans = timeSpans(epochs);
  if (spans.length === 0) return [];
  const byStart = new Map(spans.map((span) => [span.starts, span]));
  const params = { chain, as_of: asOf, starts: spans.map(({ starts }) => starts), ends: spans.map(({ ends }) => ends) };
  const kinds = await Promise.all(
    TIMED.map(async (timed) => {
      const rows = await queryRows(client, timedRow, timedQuery(timed), params);
      return rows.flatMap(({ span, rows: all, told, sources, newest, until }): Observed[] => {
        const of = byStart.get(span);
        if (!of) return [];
        return [
          {
            kind: timed.kind,
            epoch: of.epoch,
            complete: told > 0,
            detail: told > 0 ? "" : timed.nothing,
            inDoubt: told === 0,
            sources,
            final: of.over,
            stamp: `${all} ${told} ${newest}`,
            until,
          },
        ];
      });
    }),
  );
  return kinds.flat();
}

/** By the start of the epoch in whose time a row was observed. */
const timedQuery = ({ table, only = "true", source, usable }: Timed) => `
  SELECT roundDown(toUInt64(toUnixTimestamp64Milli(observed_at)), {starts:Array(UInt64)}) AS span, count() AS rows,
    countIf(${usable}) AS told, uniqExactIf(${source}, ${usable}) AS sources, toString(max(recorded_at)) AS newest,
    toString(max(observed_at)) AS until
  FROM ${table} FINAL
  WHERE ${KNOWN} AND ${only} AND toUnixTimestamp64Milli(observed_at) >= {starts:Array(UInt64)}[1]
    AND toUnixTimestamp64Milli(observed_at) < {ends:Array(UInt64)}[indexOf({starts:Array(UInt64)}, span)]
  GROUP BY span`;

/** Times of the epochs in unix milliseconds; of those whose end isn't known only the newest reaches further than its start. */
function timeSpans(epochs: readonly Epoch[]) {
  const newest = Math.max(...epochs.map(({ epoch }) => epoch));
  return epochs.flatMap(({ epoch, starts_at, ends_at }) => {
    if (starts_at === null || (ends_at === null && epoch !== newest)) return [];
    const ends = ends_at === null ? Number.MAX_SAFE_INTEGER : ceilMillis(ends_at);
    return [{ epoch, starts: ceilMillis(starts_at), ends, over: ends_at !== null }];
  });
}

/** The first whole millisecond at or after a block's time: observations are in milliseconds, blocks in nanoseconds. */
const ceilMillis = (iso: string) => Date.parse(iso) + (/\.\d{3}\d*[1-9]/.test(iso) ? 1 : 0);

const blockRow = z.object({
  span: count,
  blocks: count,
  newest_height: count,
  with_txs: count,
  lacking: count,
  txs: count,
  until: z.string().transform(isoTime),
});
const sightingRow = z.object({ span: count, sources: count });
const slashRow = z.object({ span: count, slashes: count });

async function readBlocks(client: ClickHouseClient, chain: string, asOf: string, epochs: readonly Epoch[]): Promise<Observed[]> {
  const known = epochs.filter(({ effective_height }) => effective_height > 0);
  if (known.length === 0) return [];
  const newest = known.at(-1)?.epoch;
  const firsts = known.map(({ effective_height }) => effective_height);
  // Of an epoch whose end isn't known nothing can be said unless it is the newest.
  const lasts = known.map(({ epoch, last_height, effective_height }) =>
    last_height > 0 ? last_height : epoch === newest ? Number.MAX_SAFE_INTEGER : effective_height - 1,
  );
  const params = { chain, as_of: asOf, firsts, lasts };
  const [rows, attested, slashed] = await Promise.all([
    queryRows(client, blockRow, BLOCKS_BY_SPAN, params),
    queryRows(client, sightingRow, SIGHTINGS_BY_SPAN, params),
    queryRows(client, slashRow, SLASHES_BY_SPAN, params),
  ]);
  const byFirst = new Map(known.map((epoch) => [epoch.effective_height, epoch]));
  const sourcesOf = new Map(attested.map(({ span, sources }) => [span, sources]));
  const slashesOf = new Map(slashed.map(({ span, slashes }) => [span, slashes]));
  return rows.flatMap((row) => {
    const epoch = byFirst.get(row.span);
    return epoch ? blocksOf(epoch, row, Math.max(1, sourcesOf.get(row.span) ?? 0), slashesOf.get(row.span) ?? 0) : [];
  });
}

/** Blocks and transactions by the first height of the epoch they lie in. */
const BLOCKS_BY_SPAN = `WITH sent AS (
    SELECT height, count() AS txs FROM (SELECT DISTINCT height, tx_index FROM transactions WHERE ${KNOWN}) GROUP BY height
  )
  SELECT span, count() AS blocks, max(block.height) AS newest_height, countIf(num_txs > 0) AS with_txs,
    countIf(num_txs > 0 AND ifNull(sent.txs, 0) < num_txs) AS lacking, ifNull(sum(ifNull(sent.txs, 0)), 0) AS txs,
    toString(max(block.time)) AS until
  FROM (
    SELECT height, max(num_txs) AS num_txs, max(blocks.time) AS time, roundDown(height, {firsts:Array(UInt64)}) AS span
    FROM blocks WHERE ${PARAMS} AND height >= {firsts:Array(UInt64)}[1] GROUP BY height
  ) AS block
  LEFT JOIN sent ON sent.height = block.height
  WHERE block.height <= {lasts:Array(UInt64)}[indexOf({firsts:Array(UInt64)}, span)]
  GROUP BY span`;

/** Slashes are told with a block's transactions; those of a block in which a host was excluded come later. */
const SLASHES_BY_SPAN = `SELECT roundDown(height, {firsts:Array(UInt64)}) AS span, uniqExact(height, event_index) AS slashes
  FROM slashes WHERE ${KNOWN} AND height >= {firsts:Array(UInt64)}[1] GROUP BY span`;

/** How many sources told every header of an epoch that is over, and the stored ones. Spans of a source don't overlap. */
const SIGHTINGS_BY_SPAN = `SELECT span, count() AS sources FROM (
    SELECT bounds.1 AS span, bounds.2 AS until, source,
      sum(least(to_height, until) - greatest(from_height, span) + 1) AS seen
    FROM block_sightings FINAL
    ARRAY JOIN arrayZip({firsts:Array(UInt64)}, {lasts:Array(UInt64)}) AS bounds
    WHERE ${KNOWN} AND same AND from_height <= bounds.2 AND to_height >= bounds.1
    GROUP BY span, until, source
  ) WHERE seen >= until - span + 1 GROUP BY span`;

function blocksOf(epoch: Epoch, row: z.infer<typeof blockRow>, sources: number, slashes: number): Observed[] {
  const over = epoch.last_height > 0;
  // While the epoch runs its blocks come one after the other: whole is what has no hole up to the newest.
  const due = (over ? epoch.last_height : row.newest_height) - epoch.effective_height + 1;
  const isWhole = row.blocks >= due;
  const holes = isWhole ? "" : `${due - row.blocks} of the epoch's ${due} blocks are not stored`;
  const lacking = row.lacking > 0 ? `${row.lacking} of ${row.with_txs} blocks with transactions lack them` : "";
  const both = { epoch: epoch.epoch, inDoubt: false, until: row.until };
  return [
    {
      ...both,
      kind: "blocks",
      complete: over && isWhole,
      detail: holes || (over ? "" : "the epoch is not over"),
      sources,
      final: over,
      stamp: `${row.blocks} ${row.newest_height}`,
    },
    {
      ...both,
      kind: "transactions",
      complete: isWhole && row.lacking === 0,
      detail: holes || lacking,
      // A block's transactions are taken from one source, and nothing compares them with another's.
      sources: 1,
      final: over,
      stamp: `${row.newest_height} ${row.txs} ${slashes}`,
    },
  ];
}
