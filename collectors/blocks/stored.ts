import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import type { BlockRow } from "../../storage/facts/rows.ts";
import { count, queryRows } from "../../storage/read/query.ts";
import { HEADERS_PER_CALL } from "../inquiries/comet.ts";
import type { Span } from "./chunks.ts";

/** What is stored of a range, by chunks of 20 heights counted from its start. */
export interface Stored {
  /** Spans of whole chunks, ascending. */
  readonly complete: readonly Span[];
  /** First heights of chunks that are stored in part. */
  readonly partial: ReadonlySet<number>;
  readonly heights: number;
}

const run = z.object({ whole: z.union([z.boolean(), z.int().transform(Boolean)]), first: count, last: count, heights: count });

/** One query for the whole range; neighbouring chunks of one kind come as one row, so that millions of stored blocks are a few rows. */
export async function readStored(client: ClickHouseClient, chain: string, { from, to }: Span): Promise<Stored> {
  const runs = await queryRows(
    client,
    run,
    `SELECT whole, min(chunk) AS first, max(chunk) AS last, sum(stored) AS heights
     FROM (
       SELECT chunk, stored, stored = least(20, {to:UInt64} - ({from:UInt64} + chunk * 20) + 1) AS whole,
         toInt64(chunk) - toInt64(row_number() OVER (PARTITION BY whole ORDER BY chunk)) AS island
       FROM (
         SELECT intDiv(height - {from:UInt64}, 20) AS chunk, uniqExact(height) AS stored
         FROM blocks WHERE chain_id = {chain:String} AND height BETWEEN {from:UInt64} AND {to:UInt64}
         GROUP BY chunk
       )
     )
     GROUP BY whole, island ORDER BY first`.replaceAll("20", `${HEADERS_PER_CALL}`),
    { chain, from, to },
  );
  const startOf = (chunk: number) => from + chunk * HEADERS_PER_CALL;
  const complete: Span[] = [];
  const partial = new Set<number>();
  let heights = 0;
  for (const { whole, first, last, heights: stored } of runs) {
    heights += stored;
    if (whole) complete.push({ from: startOf(first), to: Math.min(startOf(last + 1) - 1, to) });
    else for (let chunk = first; chunk <= last; chunk++) partial.add(startOf(chunk));
  }
  return { complete, partial, heights };
}

const key = z.object({ key: z.string() });

/** The rows that are not stored yet, of a chunk that is stored in part. A block is the same one by height, hash and time. */
export async function withoutStored(client: ClickHouseClient, chain: string, rows: readonly BlockRow[]): Promise<BlockRow[]> {
  const stored = await queryRows(
    client,
    key,
    `SELECT DISTINCT concat(toString(height), ' ', hash, ' ', toString(time)) AS key
     FROM blocks WHERE chain_id = {chain:String} AND height BETWEEN {from:UInt64} AND {to:UInt64}`,
    { chain, from: rows[0]?.height ?? 0, to: rows.at(-1)?.height ?? 0 },
  );
  const keys = new Set(stored.map(({ key }) => key));
  return rows.filter(({ height, hash, time }) => !keys.has(`${height} ${hash} ${nineDecimals(time)}`));
}

function nineDecimals(time: string): string {
  const [seconds = "", decimals = ""] = time.slice(0, -1).split(".");
  return `${seconds.replace("T", " ")}.${decimals.padEnd(9, "0")}`;
}
