import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { queryRows } from "../../read/query.ts";

const column = z.object({ name: z.string(), type: z.string() });
const known = new WeakMap<ClickHouseClient, Map<string, Promise<ReadonlyMap<string, string>>>>();

/** The types of a table's columns by name, as the engine writes them; asked for once, since a schema only changes at start. */
export function typesOf(client: ClickHouseClient, table: string): Promise<ReadonlyMap<string, string>> {
  const tables = known.get(client) ?? new Map<string, Promise<ReadonlyMap<string, string>>>();
  known.set(client, tables);
  const asked = tables.get(table) ?? askTypes(client, table);
  tables.set(table, asked);
  asked.catch(() => tables.delete(table));
  return asked;
}

async function askTypes(client: ClickHouseClient, table: string): Promise<ReadonlyMap<string, string>> {
  const query = "SELECT name, type FROM system.columns WHERE database = currentDatabase() AND table = {table:String}";
  const columns = await queryRows(client, column, query, { table });
  return new Map(columns.map(({ name, type }) => [name, type]));
}
