import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { StorageError } from "../errors.ts";
import { queryRows } from "../read/query.ts";
import { CONNECTION_SETTINGS } from "../settings.ts";
import { type TestStore, temporaryStore } from "../testing/store.ts";
import { MIGRATIONS } from "./index.ts";
import { checksumOf, migrate, render } from "./migrate.ts";
import type { Migration } from "./types.ts";

let store: TestStore;
let client: ClickHouseClient;
let fresh = 0;
beforeAll(async () => {
  store = await temporaryStore("migrations");
});
afterAll(() => store?.remove());

/** A client on a new, empty database of the same engine. */
beforeEach(async () => {
  const database = `empty_${++fresh}`;
  await store.client.command({ query: `CREATE DATABASE ${database}` });
  const { url, username, password } = store.engine;
  client = createClient({
    url,
    username,
    password,
    database,
    clickhouse_settings: CONNECTION_SETTINGS,
    log: { level: ClickHouseLogLevel.OFF },
  });
});
afterEach(() => client.close());

const names = async () =>
  (
    await queryRows(
      client,
      z.object({ name: z.string() }),
      "SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name",
    )
  ).map(({ name }) => name);
const step = (number: number, ...statements: string[]): Migration => ({ number, name: `step ${number}`, statements });
const ONE = step(1, "CREATE TABLE one (a UInt8) ENGINE = {{MergeTree}} ORDER BY a", "CREATE VIEW one_view AS SELECT a FROM one");
const TWO = step(2, "CREATE TABLE two (a UInt8, b UInt8) ENGINE = {{ReplacingMergeTree(b)}} ORDER BY a");

describe("migrate", () => {
  it("runs each step once, in order, and only new ones later", async () => {
    expect(await migrate(client, { steps: [ONE] })).toBe(1);
    expect(await migrate(client, { steps: [ONE] })).toBe(0);
    expect(await names()).toEqual(["one", "one_view", "schema_migrations"]);
    expect(await migrate(client, { steps: [ONE, TWO] })).toBe(1);
    expect(await names()).toEqual(["one", "one_view", "schema_migrations", "two"]);
  });

  it("refuses data of a newer version, and touches nothing", async () => {
    await migrate(client, { steps: [ONE, TWO] });
    const refusal = migrate(client, { steps: [ONE] });
    await expect(refusal).rejects.toThrow(StorageError);
    await expect(refusal).rejects.toThrow(
      "the data has schema step 2 (step 2), which this version does not know: it was written by a newer version; use that one",
    );
  });

  it("refuses a step that was edited after it ran, before it runs any other", async () => {
    await migrate(client, { steps: [ONE] });
    const edited = step(1, "CREATE TABLE one (a UInt16) ENGINE = {{MergeTree}} ORDER BY a");
    const refusal = migrate(client, { steps: [edited, TWO] });
    await expect(refusal).rejects.toThrow(StorageError);
    await expect(refusal).rejects.toThrow("schema step 1 (step 1) was edited after it ran on this data");
    expect(await names()).not.toContain("two");
  });

  it("every step can be repeated after a crash between any two of its statements", async () => {
    for (const [index, { name, statements }] of MIGRATIONS.entries()) {
      await migrate(client, { steps: MIGRATIONS.slice(0, index) });
      // The crash: the statements ran, the ledger was not written.
      for (const statement of statements.slice(0, Math.ceil(statements.length / 2)))
        await client.command({ query: render(statement) });
      expect(await migrate(client, { steps: MIGRATIONS.slice(0, index + 1) }), name).toBe(1);
    }
    // What the steps made one after the other is what a new store got at once.
    expect(await definitionsOf("currentDatabase()")).toEqual(await definitionsOf("'gonka'"));
  });

  it("a new store that was cut off is finished by the next start", async () => {
    const broken = step(2, TWO.statements[0] ?? "", "CREATE VIEW bad AS SELECT nothing FROM nowhere");
    await expect(migrate(client, { steps: [ONE, broken] })).rejects.toThrow("nowhere");
    expect(await names()).toContain("one");
    expect(await migrate(client, { steps: [ONE, TWO] })).toBe(2);
    expect(await names()).toEqual(["one", "one_view", "schema_migrations", "two"]);
  });

  it("leaves the ledger unwritten for a step that failed, so that the next start repeats it", async () => {
    const broken = step(
      2,
      "CREATE TABLE two (a UInt8) ENGINE = {{MergeTree}} ORDER BY a",
      "CREATE VIEW bad AS SELECT nothing FROM nowhere",
    );
    await migrate(client, { steps: [ONE] });
    await expect(migrate(client, { steps: [ONE, broken] })).rejects.toThrow();
    expect(await migrate(client, { steps: [ONE, step(2, broken.statements[0] ?? "")] })).toBe(1);
  });
});

/** Every table and view of a database with its definition, without the database's name. */
function definitionsOf(database: string): Promise<{ name: string; definition: string }[]> {
  const query = `SELECT name, replaceAll(create_table_query, concat(database, '.'), '') AS definition
    FROM system.tables WHERE database = ${database} ORDER BY name`;
  return queryRows(client, z.object({ name: z.string(), definition: z.string() }), query);
}

const STATEMENTS = MIGRATIONS.flatMap(({ name, statements }) =>
  statements.map((statement) => [`${name}: ${statement.trim().slice(0, 40)}`, statement] as const),
);
const repeatable = (statement: string) => statement.replace(/^(\s*CREATE )(TABLE|VIEW) /, "$1$2 IF NOT EXISTS ");

describe.each([
  { where: "alone", cluster: undefined },
  { where: "on a cluster", cluster: "our-cluster" },
])("a statement, $where", ({ cluster }) => {
  it.each(STATEMENTS)("%s", async (_, statement) => {
    const text = render(repeatable(statement), cluster);
    expect(text).not.toContain("{{");
    expect(text.includes("ON CLUSTER `our-cluster`")).toBe(cluster !== undefined);
    expect(
      /ENGINE = Replicated(Replacing)?MergeTree\('\/clickhouse\/tables\/\{uuid\}\/\{shard\}', '\{replica\}'/.test(text),
    ).toBe(cluster !== undefined && / ENGINE = /.test(statement));
    // The parser of the engine itself: a statement it can't read fails here. Replication needs a Keeper, so it isn't run.
    const answer = await store.client.query({ query: `EXPLAIN AST ${text}`, format: "TabSeparated" });
    expect(await answer.text()).toMatch(/^(Create(Query|Table|View)|AlterQuery)/m);
  });
});

it("the arguments of an engine come after the replica's", () => {
  expect(render("CREATE TABLE t (a UInt8) ENGINE = {{ReplacingMergeTree(a)}} ORDER BY a", "c")).toBe(
    "CREATE TABLE t ON CLUSTER `c` (a UInt8) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}', a) ORDER BY a",
  );
  expect(render("CREATE TABLE t AS other", "c")).toBe("CREATE TABLE t ON CLUSTER `c` AS other");
});

it("steps are numbered from 1 without a gap, and a checksum is of the text", () => {
  expect(MIGRATIONS.map(({ number }) => number)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  expect(new Set(MIGRATIONS.map(checksumOf)).size).toBe(MIGRATIONS.length);
  expect(checksumOf(step(1, "a", "b"))).not.toBe(checksumOf(step(1, "a", "c")));
});
