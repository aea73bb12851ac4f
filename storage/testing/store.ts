import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbedded } from "../engine/embedded.ts";
import { openStorage, type Storage } from "../open.ts";

/** A store of a test's own. `remove` closes it and deletes all it held. */
export interface TestStore extends Storage {
  readonly dataDir: string;
  remove(): Promise<void>;
}

/** A folder that no one else uses. */
export const temporaryFolder = (name: string) => mkdtempSync(join(tmpdir(), `gonka-${name}-`));

/** The variable that names a store with the schema and nothing in it (`template.ts`). */
export const TEMPLATE = "GONKA_TEST_TEMPLATE";

/** Opens the embedded engine on a new folder: of the schema as the migrations make it, copied where there is a template. */
export async function temporaryStore(name: string): Promise<TestStore> {
  const dataDir = temporaryFolder(name);
  const template = process.env[TEMPLATE];
  if (template !== undefined) cpSync(join(template, "clickhouse"), join(dataDir, "clickhouse"), { recursive: true });
  const storage = await openStorage({ dataDir });
  const remove = async () => {
    await storage.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...storage, dataDir, remove };
}

/**
 * Opens a new database on the server at CLICKHOUSE_URL; where that is not set, on an embedded engine that is used as a server is: by its URL alone.
 */
export async function temporaryServerStore(name: string): Promise<TestStore> {
  const dataDir = temporaryFolder(name);
  const given = process.env["CLICKHOUSE_URL"];
  const engine = given ? null : await openEmbedded(dataDir);
  const url = engine ? engine.url.replace("//", `//${engine.username}:${engine.password}@`) : (given ?? "");
  const database = `gonka_test_${randomBytes(6).toString("hex")}`;
  const storage = await openStorage({ dataDir, url, database });
  const remove = async () => {
    await storage.client.command({ query: `DROP DATABASE ${database} SYNC` });
    await storage.close();
    await engine?.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...storage, dataDir, remove };
}

/** What storage promises, it promises on each of them. */
export const ENGINES = [
  { engine: "the embedded engine", open: temporaryStore },
  { engine: "a server", open: temporaryServerStore },
] as const;
