import { createHash } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { StorageError } from "../errors.ts";
import { MIGRATIONS } from "./index.ts";
import type { Migration } from "./types.ts";

const LEDGER = "schema_migrations";
const ledgerRow = z.object({ number: z.int(), name: z.string(), checksum: z.string() });

/** SHA-256 over a step's statements as written. */
export const checksumOf = (migration: Migration) => createHash("sha256").update(migration.statements.join(";\n")).digest("hex");

/**
 * A statement as this server gets it: engines filled in, and `ON CLUSTER` with replicated engines where a self-managed cluster is named.
 * On a managed cluster replication is the server's own doing and nothing changes here.
 */
export function render(statement: string, cluster?: string): string {
  const engine = (_: string, name: string, args = "") => {
    if (!cluster) return `${name}(${args})`;
    const path = "'/clickhouse/tables/{uuid}/{shard}', '{replica}'";
    return `Replicated${name}(${args ? `${path}, ${args}` : path})`;
  };
  const withEngines = statement.replace(/\{\{(\w+)(?:\((\w+)\))?\}\}/g, engine);
  if (!cluster) return withEngines;
  return withEngines.replace(
    /^(\s*(?:CREATE (?:OR REPLACE )?(?:TABLE|VIEW) (?:IF NOT EXISTS )?|ALTER TABLE )\w+)/,
    `$1 ON CLUSTER \`${cluster}\``,
  );
}

/**
 * Brings the schema to this version's, one step after the other.
 *
 * @throws StorageError when the data was written by a newer version, or a step differs from the one that was run.
 */
export async function migrate(
  client: ClickHouseClient,
  options: { cluster?: string; steps?: readonly Migration[] } = {},
): Promise<number> {
  const { cluster, steps = MIGRATIONS } = options;
  const run = (statement: string) => client.command({ query: render(statement, cluster) });
  await run(
    `CREATE TABLE IF NOT EXISTS ${LEDGER} (number UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)) ENGINE = {{ReplacingMergeTree}} ORDER BY number`,
  );
  const answer = await client.query({
    query: `SELECT number, name, checksum FROM ${LEDGER} FINAL ORDER BY number`,
    format: "JSONEachRow",
  });
  const applied = z.array(ledgerRow).parse(await answer.json());
  for (const done of applied) check(done, steps);
  const pending = steps.slice(applied.length);
  for (const step of pending) {
    for (const statement of step.statements) {
      // A crash between the statements of a step must not block the next start: each one can be repeated.
      await run(statement.replace(/^(\s*CREATE )(TABLE|VIEW) /, "$1$2 IF NOT EXISTS "));
    }
    await client.insert({
      table: LEDGER,
      format: "JSONEachRow",
      columns: ["number", "name", "checksum"],
      values: [{ number: step.number, name: step.name, checksum: checksumOf(step) }],
    });
  }
  return pending.length;
}

function check(done: z.infer<typeof ledgerRow>, steps: readonly Migration[]): void {
  const step = steps.find(({ number }) => number === done.number);
  if (!step)
    throw new StorageError(
      `the data has schema step ${done.number} (${done.name}), which this version does not know: it was written by a newer version; use that one`,
    );
  if (checksumOf(step) !== done.checksum)
    throw new StorageError(
      `schema step ${done.number} (${step.name}) was edited after it ran on this data: restore the released text and add a new step instead`,
    );
}
