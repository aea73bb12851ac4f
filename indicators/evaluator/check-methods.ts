import { createHash } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { StorageError } from "../../storage/errors.ts";
import { NOW, queryRows } from "../../storage/read/query.ts";
import { Standing } from "../../storage/read/standing.ts";
import type { Method } from "../method.ts";
import { methodQuery } from "./method-sql.ts";
import { AXES } from "./published.ts";
import { daySpan, spanParams } from "./spans.ts";

/** The engine resolves a query on one thread: two keep two cores busy. */
const AT_ONCE = 2;
/** Noted together: what a service that is stopped had checked needn't be checked again. */
const NOTED_AT_ONCE = 8;

/**
 * Runs EXPLAIN on every method: one that doesn't fit the schema is found at start, not at its first value. What was found to run is noted
 * beside the data, and checked again only when the method's text, the schema or the engine is another. @throws StorageError naming the method.
 */
export async function checkMethods(client: ClickHouseClient, methods: readonly Method[]): Promise<void> {
  const schema = await readSchema(client);
  const passed = new Set(
    (await queryRows(client, check, "SELECT DISTINCT checksum FROM method_checks")).map((row) => row.checksum),
  );
  const due = methods
    .map((method) => {
      const queries = AXES.filter((axis) => axis === "epoch" || method.daySql !== undefined).map((axis) =>
        methodQuery(method, axis),
      );
      const checksum = createHash("sha256")
        .update(JSON.stringify([schema, queries]))
        .digest("hex");
      return { method, queries, checksum };
    })
    .filter(({ checksum }) => !passed.has(checksum));
  const starts = Array.from({ length: Math.ceil(due.length / NOTED_AT_ONCE) }, (_, index) => index * NOTED_AT_ONCE).values();
  const work = async () => {
    const standing = new Standing(client, "", NOW);
    for (const start of starts) {
      const group = due.slice(start, start + NOTED_AT_ONCE);
      for (const { method, queries } of group) await explainAll(standing, method, queries);
      const values = group.map(({ checksum }) => ({ checksum }));
      await client.insert({ table: "method_checks", columns: ["checksum"], values, format: "JSONEachRow" });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

const check = z.object({ checksum: z.string() });
const schemaRow = z.object({ version: z.string(), tables: z.string() });

/** Text that is equal exactly when the engine and every table and view are. */
async function readSchema(client: ClickHouseClient): Promise<string> {
  const query = `SELECT version() AS version, toString(sum(cityHash64(name, create_table_query))) AS tables
    FROM system.tables WHERE database = currentDatabase()`;
  return JSON.stringify(await queryRows(client, schemaRow, query));
}

async function explainAll(standing: Standing, method: Method, queries: readonly string[]): Promise<void> {
  try {
    for (const query of queries) {
      // Resolves every name and type, in a fifth of the time that a whole plan takes.
      await standing.rows(z.unknown(), `EXPLAIN QUERY TREE ${query}`, {
        ...{ first: 0, last: 0, first_day: 0, last_day: 0 },
        ...spanParams([daySpan(0)]),
      });
    }
  } catch (error) {
    throw new StorageError(
      `method ${method.version} of ${method.indicator} does not run: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
