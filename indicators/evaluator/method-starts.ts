import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { at, NOW, queryRows } from "../../storage/read/query.ts";
import { METHODS, type MethodStarts, startKey } from "../methods/index.ts";

const row = z.object({ indicator: z.string(), method: z.int(), first: z.int() });

/**
 * Where on this chain each method that starts with its facts holds: the first epoch it has published, since it has no bucket before.
 */
export async function readMethodStarts(client: ClickHouseClient, chain: string, asOf = NOW): Promise<MethodStarts> {
  const indicators = [...new Set(METHODS.filter(({ startsWithFacts }) => startsWithFacts).map(({ indicator }) => indicator))];
  if (indicators.length === 0) return new Map();
  const query = `SELECT indicator, method, min(bucket) AS first FROM published(chain = {chain:String}, as_of = {as_of:DateTime64(6)})
    WHERE axis = 'epoch' AND labels = '{}' AND indicator IN {indicators:Array(String)} GROUP BY indicator, method`;
  const rows = await queryRows(client, row, query, { ...at(chain, asOf), indicators });
  return new Map(rows.map(({ indicator, method, first }) => [startKey({ indicator, version: method }), first]));
}
