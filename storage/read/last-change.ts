import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { queryRows } from "./query.ts";

/** A text that differs whenever an answer or a value of the chain was stored since. */
export async function lastChange(client: ClickHouseClient, chain: string): Promise<string> {
  const query = `SELECT concat(toString((SELECT max(observed_at) FROM answers WHERE chain_id = {chain:String})), ' ',
    toString((SELECT max(published_at) FROM indicator_values WHERE chain_id = {chain:String}))) AS change`;
  const [row] = await queryRows(client, z.object({ change: z.string().nullable() }), query, { chain });
  return row?.change ?? "none";
}
