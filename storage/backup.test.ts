import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { backupTo, restoreFrom } from "./backup.ts";
import { bindChain, readChainId } from "./chain-identity.ts";
import { ConfigurationError, StorageError } from "./errors.ts";
import { openStorage } from "./open.ts";
import { count, queryRows } from "./read/query.ts";
import { headerAnswer, record, rootAnswer } from "./testing/answers.ts";
import { epochRow, memberRow } from "./testing/rows.ts";
import { type TestStore, temporaryFolder, temporaryStore } from "./testing/store.ts";
import { noteRestoring } from "./unfinished-restore.ts";

let store: TestStore;
let folder: string;
let backup: string;
beforeAll(async () => {
  folder = temporaryFolder("backups");
  store = await temporaryStore("backup");
  await bindChain(store.client, "c");
  const members = Array.from({ length: 500 }, (_, i) => memberRow(7, `m${i}`, BigInt(i)));
  await record(store.client, "c", [
    rootAnswer("a", epochRow(7), members),
    rootAnswer("b", epochRow(7), members.slice(1)),
    headerAnswer("a", 725, "2026-05-01T00:00:00.000000001Z"),
  ]);
  backup = await backupTo(store, store.dataDir, join(folder, "taken"));
});
afterAll(async () => {
  await store?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const number = z.object({ n: count });
const tableName = z.object({ name: z.string() });

describe("backup and restore", () => {
  it("into an empty folder gives equal tables, both ways", async () => {
    const restored = join(folder, "restored");
    await restoreFrom(restored, backup);
    const other = await openStorage({ dataDir: restored });
    try {
      expect(await readChainId(other.client)).toBe("c");
      const tables = await queryRows(
        other.client,
        tableName,
        "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' ORDER BY name",
      );
      expect(tables.length).toBeGreaterThan(15);
      // The store beside the one restored from it, in one engine.
      const beside = join(restored, "backups", "beside");
      mkdirSync(join(restored, "backups"), { recursive: true });
      cpSync(backup, beside, { recursive: true });
      await other.client.command({ query: `RESTORE DATABASE gonka AS original FROM File('${beside}')` });
      let rows = 0;
      for (const { name } of tables) {
        const n = async (sql: string) =>
          (await queryRows(other.client, number, `SELECT count() AS n FROM (${sql})`))[0]?.n ?? Number.NaN;
        const [a, b] = [`SELECT * FROM gonka.${name}`, `SELECT * FROM original.${name}`];
        expect([await n(`${a} EXCEPT ${b}`), await n(`${b} EXCEPT ${a}`)], name).toEqual([0, 0]);
        expect(await n(a), name).toBe(
          (await queryRows(store.client, number, `SELECT count() AS n FROM ${name}`))[0]?.n ?? Number.NaN,
        );
        rows += await n(a);
      }
      expect(rows).toBeGreaterThan(1000);
    } finally {
      await other.close();
    }
    // What was restored is a store like any other: it goes on from there.
    const again = await openStorage({ dataDir: restored });
    expect((await record(again.client, "c", [rootAnswer("a", epochRow(7), [])])).written).toBeGreaterThan(0);
    await again.close();
  });

  it("keeps its own folder tidy: what was copied elsewhere isn't kept twice", () => {
    expect(readdirSync(join(store.dataDir, "backups"))).toEqual([]);
  });

  it("puts a backup without a target into the data folder", async () => {
    const inside = await backupTo(store, store.dataDir, null);
    expect(inside.startsWith(join(store.dataDir, "backups"))).toBe(true);
    expect(existsSync(join(inside, ".backup"))).toBe(true);
    rmSync(inside, { recursive: true });
  });

  it("refuses a target that exists, before it writes anything", async () => {
    const target = join(folder, "exists");
    mkdirSync(target);
    await expect(backupTo(store, store.dataDir, target)).rejects.toThrow(ConfigurationError);
    await expect(backupTo(store, store.dataDir, target)).rejects.toThrow(/exists already/);
    expect(readdirSync(target)).toEqual([]);
    expect(readdirSync(join(store.dataDir, "backups"))).toEqual([]);
  });

  it("refuses to restore while a process runs on the folder", async () => {
    await expect(restoreFrom(store.dataDir, backup)).rejects.toThrow(/a service runs on .*: stop it, then restore/);
  });

  it("refuses to restore over data, and leaves it as it is", async () => {
    const target = join(folder, "full");
    const full = await openStorage({ dataDir: target });
    await bindChain(full.client, "another");
    await full.close();
    await expect(restoreFrom(target, backup)).rejects.toThrow(/holds data already/);
    const after = await openStorage({ dataDir: target });
    expect(await readChainId(after.client)).toBe("another");
    await after.close();
  });

  it("refuses what is no backup", async () => {
    const target = join(folder, "untouched");
    await expect(restoreFrom(target, folder)).rejects.toThrow(/is not a backup/);
    expect(existsSync(target)).toBe(false);
  });

  it("leaves nothing of a backup that is broken, so that a good one can follow", async () => {
    const broken = join(folder, "broken");
    cpSync(backup, broken, { recursive: true });
    const parts = join(broken, "data", "gonka", "epoch_members");
    for (const part of readdirSync(parts))
      for (const file of readdirSync(join(parts, part))) if (/\.bin$/.test(file)) rmSync(join(parts, part, file));
    const target = join(folder, "second try");
    await expect(restoreFrom(target, broken)).rejects.toThrow(StorageError);
    await restoreFrom(target, backup);
    const good = await openStorage({ dataDir: target });
    expect((await queryRows(good.client, number, "SELECT count() AS n FROM epoch_members"))[0]?.n).toBe(999);
    await good.close();
  });

  it("does not open what a killed restore left, and restores over it", async () => {
    const target = join(folder, "killed");
    const half = await openStorage({ dataDir: target });
    await bindChain(half.client, "half");
    await half.close();
    noteRestoring(target);
    await expect(openStorage({ dataDir: target })).rejects.toThrow(/was cut off/);
    await restoreFrom(target, backup);
    const good = await openStorage({ dataDir: target });
    expect(await readChainId(good.client)).toBe("c");
    await good.close();
  });
});
