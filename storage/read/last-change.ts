import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { queryRows } from "./query.ts";

/** Tables that what is served rests on, each with the column that says when a row reached the store. */
const WATCHED: Readonly<Record<string, string>> = {
  answers: "observed_at",
  indicator_values: "published_at",
  head_polls: "recorded_at",
  chain_halts: "recorded_at",
  probe_rounds: "recorded_at",
  host_reports: "recorded_at",
  runs: "recorded_at",
};

/** A text that differs whenever something of the chain that is served was stored since. */
export async function lastChange(client: ClickHouseClient, chain: string): Promise<string> {
  const newest = Object.entries(WATCHED).map(
    ([table, column]) => `toString((SELECT max(${column}) FROM ${table} WHERE chain_id = {chain:String}))`,
  );
  const query = `SELECT arrayStringConcat(arrayMap(newest -> ifNull(newest, 'never'), [${newest.join(", ")}]), ' ') AS change`;
  const [row] = await queryRows(client, z.object({ change: z.string() }), query, { chain });
  return row?.change ?? "never";
}
