import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { type Engine, openEmbedded } from "./engine/embedded.ts";
import { smokeTest } from "./engine/smoke-test.ts";
import { ConfigurationError, StorageError } from "./errors.ts";
import { migrate } from "./migrations/migrate.ts";
import { CONNECTION_SETTINGS } from "./settings.ts";
import { isRestoring } from "./unfinished-restore.ts";

export const DATABASE = "gonka";

export interface StorageOptions {
  /** Folder of the embedded engine. */
  readonly dataDir: string;
  /** A ClickHouse server instead of the embedded engine; may hold user and password. */
  readonly url?: string;
  /** Name of a self-managed cluster, for `ON CLUSTER` DDL. */
  readonly cluster?: string;
  readonly database?: string;
}

/** An open store: schema up to date, engine checked. */
export interface Storage {
  readonly client: ClickHouseClient;
  readonly engine: Engine;
  readonly version: string;
  close(): Promise<void>;
}

/**
 * Opens the store: the embedded engine of `dataDir`, or the server at `url`; one code path after that.
 *
 * @throws StorageError, ConfigurationError with what to do.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const database = options.database ?? DATABASE;
  if (!options.url && isRestoring(options.dataDir))
    throw new StorageError(`a restore into ${options.dataDir} runs, or was cut off: wait for it, or run it again`);
  const engine = options.url ? serverEngine(options.url) : await openEmbedded(options.dataDir);
  const connect = (name?: string) =>
    createClient({
      url: engine.url,
      username: engine.username,
      password: engine.password,
      ...(name ? { database: name } : {}),
      clickhouse_settings: CONNECTION_SETTINGS,
      // Every error comes to the caller; the client's own log would print it a second time.
      log: { level: ClickHouseLogLevel.OFF },
      request_timeout: 180_000,
      max_open_connections: 8,
      application: "gonka-kpi",
    });
  try {
    const boot = connect();
    const onCluster = options.cluster ? ` ON CLUSTER \`${options.cluster}\`` : "";
    // On a cluster the server picks the database engine; alone it must be Atomic, or partitions can't be swapped.
    await boot.command({
      query: `CREATE DATABASE IF NOT EXISTS ${database}${onCluster}${options.url ? "" : " ENGINE = Atomic"}`,
    });
    await boot.close();
    const client = connect(database);
    const version = await smokeTest(client);
    await migrate(client, options.cluster ? { cluster: options.cluster } : {});
    const close = async () => {
      await client.close();
      await engine.close();
    };
    return { client, engine, version, close };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function serverEngine(text: string): Engine {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new ConfigurationError("CLICKHOUSE_URL must be a URL such as http://user:password@host:8123");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new ConfigurationError("CLICKHOUSE_URL must begin with http:// or https://");
  const username = decodeURIComponent(url.username) || "default";
  const password = decodeURIComponent(url.password);
  url.username = "";
  url.password = "";
  return { url: url.toString(), username, password, pid: null, role: "server", close: async () => {} };
}
