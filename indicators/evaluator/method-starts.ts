import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, NOW, queryRows } from "../../storage/read/query.ts";
import { METHODS, type MethodStarts, startKey } from "../methods/index.ts";

const row = z.object({ indicator: z.string(), method: z.int(), first: z.int() });

/**
 * Where on this chain each method that starts with its facts holds: the first epoch it has published, since it has no bucket before.
 */
export async function readMethodStarts(client: ClickHouseClient, chain: string, asOf = NOW): Promise<MethodStarts> {
  const waiting = METHODS.filter(({ startsWithFacts }) => startsWithFacts);
  const keys = new Set(waiting.map(startKey));
  const indicators = [...new Set(waiting.map(({ indicator }) => indicator))];
  const query = `SELECT indicator, method, min(bucket) AS first FROM published(${AT})
    WHERE axis = 'epoch' AND labels = '{}' AND indicator IN {indicators:Array(String)} GROUP BY indicator, method`;
  const rows = await queryRows(client, row, query, { ...at(chain, asOf), indicators });
  return new Map(
    rows
      .map(({ indicator, method, first }): [string, number] => [startKey({ indicator, version: method }), first])
      .filter(([key]) => keys.has(key)),
  );
}
