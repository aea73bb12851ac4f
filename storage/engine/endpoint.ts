import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** How a command finds the engine that a running service owns; kept in a 0600 file in the data folder. */
const endpointSchema = z.object({
  ownerPid: z.int(),
  enginePid: z.int(),
  url: z.url(),
  username: z.string(),
  password: z.string(),
});
export type Endpoint = z.infer<typeof endpointSchema>;

const endpointFile = (dataDir: string) => join(dataDir, "engine.json");
const attachedDir = (dataDir: string) => join(dataDir, "attached");

/** The endpoint last written to the folder, or null; it may be stale. */
export function readEndpoint(dataDir: string): Endpoint | null {
  try {
    return endpointSchema.parse(JSON.parse(readFileSync(endpointFile(dataDir), "utf8")));
  } catch {
    return null;
  }
}

export function writeEndpoint(dataDir: string, endpoint: Endpoint): void {
  const draft = `${endpointFile(dataDir)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(endpoint), { mode: 0o600 });
  renameSync(draft, endpointFile(dataDir));
}

/** Takes this endpoint away; one that another process has written since stays. */
export function removeEndpoint(dataDir: string, { password }: Pick<Endpoint, "password">): void {
  if (readEndpoint(dataDir)?.password === password) rmSync(endpointFile(dataDir), { force: true });
}

/** Whether a process runs; one of another user counts as running. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Notes that this process uses the owner's engine, so that the owner waits for it before it closes. A process may do so more than once. */
export function noteAttached(dataDir: string): () => void {
  mkdirSync(attachedDir(dataDir), { recursive: true, mode: 0o700 });
  const file = join(attachedDir(dataDir), `${process.pid}-${randomBytes(4).toString("hex")}`);
  writeFileSync(file, "", { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** Processes that still use this owner's engine; notes left by dead ones are cleared. */
export function attachedProcesses(dataDir: string): number[] {
  let names: string[];
  try {
    names = readdirSync(attachedDir(dataDir));
  } catch {
    return [];
  }
  const alive = names.filter((name) => {
    if (isRunning(Number.parseInt(name, 10))) return true;
    rmSync(join(attachedDir(dataDir), name), { force: true });
    return false;
  });
  return [...new Set(alive.map((name) => Number.parseInt(name, 10)))];
}
