import { createHash } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import pMap from "p-map";
import { z } from "zod";
import { StorageError } from "../errors.ts";
import { MIGRATIONS } from "./index.ts";
import { roundsOfNewStore } from "./new-store.ts";
import type { Migration } from "./types.ts";

const LEDGER = "schema_migrations";
/** Statements at once in a new store: half of each one's time is a wait for the disk. */
const AT_ONCE = 4;
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
 * Brings the schema to this version's, one step after the other; a store that has none gets at once what the steps come to.
 *
 * @returns how many steps there were to do.
 * @throws StorageError when the data was written by a newer version, or a step differs from the one that was run.
 */
export async function migrate(
  client: ClickHouseClient,
  options: { cluster?: string; steps?: readonly Migration[] } = {},
): Promise<number> {
  const { cluster, steps = MIGRATIONS } = options;
  // A crash between statements must not block the next start: each one can be repeated.
  const run = (statement: string) =>
    client.command({ query: render(statement.replace(/^(\s*CREATE )(TABLE|VIEW) /, "$1$2 IF NOT EXISTS "), cluster) });
  await run(
    `CREATE TABLE ${LEDGER} (number UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)) ENGINE = {{ReplacingMergeTree}} ORDER BY number`,
  );
  const answer = await client.query({
    query: `SELECT number, name, checksum FROM ${LEDGER} FINAL ORDER BY number`,
    format: "JSONEachRow",
  });
  const applied = z.array(ledgerRow).parse(await answer.json());
  for (const done of applied) check(done, steps);
  const enter = (done: readonly Migration[]) =>
    client.insert({
      table: LEDGER,
      format: "JSONEachRow",
      columns: ["number", "name", "checksum"],
      values: done.map((step) => ({ number: step.number, name: step.name, checksum: checksumOf(step) })),
    });
  const pending = steps.slice(applied.length);
  if (pending.length > 0 && applied.length === 0) {
    for (const round of roundsOfNewStore(pending)) await pMap(round, run, { concurrency: AT_ONCE });
    await enter(pending);
    return pending.length;
  }
  for (const step of pending) {
    for (const statement of step.statements) await run(statement);
    await enter([step]);
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
