import { rmSync } from "node:fs";
import { openStorage } from "../open.ts";
import { TEMPLATE, temporaryFolder } from "./store.ts";

/**
 * Before all tests: makes one store with the whole schema and nothing in it, of which `temporaryStore` takes a copy. Making the schema takes
 * twice as long as all else that a new store needs.
 */
export default async function makeTemplate(): Promise<() => void> {
  const dataDir = temporaryFolder("template");
  await (await openStorage({ dataDir })).close();
  process.env[TEMPLATE] = dataDir;
  return () => rmSync(dataDir, { recursive: true, force: true });
}
