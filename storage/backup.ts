import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { z } from "zod";
import { backupsDir, isOwned, openEmbedded } from "./engine/embedded.ts";
import { ConfigurationError, StorageError } from "./errors.ts";
import { DATABASE, type Storage } from "./open.ts";
import { queryRows } from "./read/query.ts";
import { isRestoring, noteRestoring } from "./unfinished-restore.ts";

const quoted = (path: string) => `'${path.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/**
 * Writes the whole store into a folder: the engine's own consistent backup, while it serves. Works on the embedded engine only; a server's
 * backups are its operator's.
 *
 * @returns the folder. @throws ConfigurationError when the folder exists or a server is used.
 */
export async function backupTo(storage: Storage, dataDir: string, to: string | null): Promise<string> {
  if (storage.engine.role === "server")
    throw new ConfigurationError("a ClickHouse server is backed up by its own means: BACKUP DATABASE gonka TO …");
  const stamp = new Date().toISOString().replaceAll(/[-:]/g, "").slice(0, 15);
  const inside = join(backupsDir(dataDir), `gonka-${stamp}-${process.pid}`);
  if (to !== null && existsSync(to)) throw new ConfigurationError(`${to} exists already: name a folder that does not`);
  mkdirSync(backupsDir(dataDir), { recursive: true, mode: 0o700 });
  await storage.client.command({ query: `BACKUP DATABASE ${DATABASE} TO File(${quoted(inside)})` });
  if (to === null) return inside;
  cpSync(inside, to, { recursive: true });
  rmSync(inside, { recursive: true });
  return resolve(to);
}

/**
 * Fills an empty data folder from a backup. Refused while a service runs on the folder, and where it already holds data. One that fails
 * leaves the folder empty; one that is killed can be repeated, and until then the folder doesn't open.
 *
 * @throws ConfigurationError, StorageError with what to do.
 */
export async function restoreFrom(dataDir: string, from: string): Promise<void> {
  if (!existsSync(join(from, ".backup"))) throw new ConfigurationError(`${from} is not a backup: it has no .backup file`);
  if (await isOwned(dataDir)) throw new ConfigurationError(`a service runs on ${dataDir}: stop it, then restore`);
  const engine = await openEmbedded(dataDir);
  const client = createClient({
    url: engine.url,
    username: engine.username,
    password: engine.password,
    request_timeout: 3_600_000,
    log: { level: ClickHouseLogLevel.OFF },
  });
  const inside = join(backupsDir(dataDir), `restoring-${basename(resolve(from))}-${process.pid}`);
  try {
    if (engine.role !== "owner") throw new ConfigurationError(`a service runs on ${dataDir}: stop it, then restore`);
    const databases = await queryRows(
      client,
      z.object({ name: z.string() }),
      `SELECT name FROM system.databases WHERE name = '${DATABASE}'`,
    );
    if (databases.length > 0 && !isRestoring(dataDir))
      throw new ConfigurationError(`${dataDir} holds data already: restore into an empty GONKA_DATA_DIR`);
    const whole = noteRestoring(dataDir);
    const drop = () => client.command({ query: `DROP DATABASE IF EXISTS ${DATABASE} SYNC` });
    await drop();
    try {
      mkdirSync(backupsDir(dataDir), { recursive: true, mode: 0o700 });
      cpSync(resolve(from), inside, { recursive: true });
      await client.command({ query: `RESTORE DATABASE ${DATABASE} FROM File(${quoted(inside)})` });
    } catch (error) {
      await drop();
      whole();
      throw error;
    }
    whole();
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new StorageError(`the backup could not be restored: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    rmSync(inside, { recursive: true, force: true });
    await client.close();
    await engine.close();
  }
}
