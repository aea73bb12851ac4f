import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const marker = (dataDir: string) => join(dataDir, "restoring");

/** Whether a restore into the folder runs, or was cut off: half a store must not be taken for a whole one. */
export const isRestoring = (dataDir: string): boolean => existsSync(marker(dataDir));

/** Notes that a restore into the folder has begun. @returns what to call when the folder is whole, or empty again. */
export function noteRestoring(dataDir: string): () => void {
  writeFileSync(marker(dataDir), "", { mode: 0o600 });
  return () => rmSync(marker(dataDir), { force: true });
}
