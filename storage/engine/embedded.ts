import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { StorageError } from "../errors.ts";
import { writeEngineConfig } from "./config-files.ts";
import {
  attachedProcesses,
  type Endpoint,
  isRunning,
  noteAttached,
  readEndpoint,
  removeEndpoint,
  writeEndpoint,
} from "./endpoint.ts";

/** A reachable ClickHouse HTTP endpoint; `close` gives it back: an owner stops the engine, a guest only leaves. */
export interface Engine {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Process id of the engine, for memory figures; null for a server elsewhere. */
  readonly pid: number | null;
  readonly role: "owner" | "guest" | "server";
  close(): Promise<void>;
}

const USER = "gonka";
const START_TIMEOUT_MS = 30_000;
/** How long an owner that closes waits for its guests. */
const GUESTS_TIMEOUT_MS = 60_000;
const MEMORY_BYTES = 3_000_000_000;

/** Where `BACKUP … TO File(…)` of this data folder's engine may write. */
export const backupsDir = (dataDir: string) => resolve(dataDir, "backups");

/**
 * Opens the embedded engine of a data folder: joins the one that a running process owns, else starts one. A lock left by a crash is
 * noticed and waited out.
 *
 * @throws StorageError when the library doesn't load here (musl, Windows, a CPU without AVX2) or the engine doesn't start.
 */
export async function openEmbedded(dataDir: string): Promise<Engine> {
  mkdirSync(resolve(dataDir), { recursive: true });
  const deadline = Date.now() + GUESTS_TIMEOUT_MS + START_TIMEOUT_MS;
  for (let attempt = 1; ; attempt++) {
    const engine = (await joinOwner(dataDir)) ?? (await start(dataDir));
    if (engine) return engine;
    if (Date.now() > deadline)
      throw new StorageError(
        `the data folder ${dataDir} stays locked by another process that does not answer: stop it, then try again`,
      );
    await sleep(Math.min(100 * attempt, 1000));
  }
}

/** Whether a live process owns the folder's engine (`restore` refuses then). */
export async function isOwned(dataDir: string): Promise<boolean> {
  const endpoint = readEndpoint(dataDir);
  return endpoint !== null && isRunning(endpoint.ownerPid) && (await answers(endpoint));
}

async function joinOwner(dataDir: string): Promise<Engine | null> {
  const endpoint = readEndpoint(dataDir);
  if (!endpoint || !isRunning(endpoint.ownerPid) || !(await answers(endpoint))) return null;
  const leave = noteAttached(dataDir);
  // An owner takes its endpoint away before it looks for guests: while it is there, this one is seen and waited for.
  if (readEndpoint(dataDir)?.password !== endpoint.password) {
    leave();
    return null;
  }
  return { ...pick(endpoint), role: "guest", close: async () => leave() };
}

const pick = ({ url, username, password, enginePid }: Endpoint) => ({ url, username, password, pid: enginePid });

async function answers({ url, username, password }: Pick<Endpoint, "url" | "username" | "password">): Promise<boolean> {
  const headers = { "x-clickhouse-user": username, "x-clickhouse-key": password };
  try {
    const response = await fetch(`${url}/?query=SELECT%201`, { headers, signal: AbortSignal.timeout(2000) });
    return (await response.text()).trim() === "1";
  } catch {
    return false;
  }
}

async function start(dataDir: string): Promise<Engine | null> {
  const library = await findLibrary();
  const starts = join(resolve(dataDir), "engine");
  clearDeadStarts(starts);
  const folder = join(starts, `${process.pid}-${randomBytes(4).toString("hex")}`);
  const port = await freePort();
  const password = randomBytes(24).toString("base64url");
  const config = writeEngineConfig({
    folder,
    port,
    user: USER,
    password,
    backups: backupsDir(dataDir),
    memoryBytes: MEMORY_BYTES,
  });
  const data = join(resolve(dataDir), "clickhouse");
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const child = fork(fileURLToPath(new URL("./serve.mjs", import.meta.url)), [library, data, config], {
    env: { PATH: process.env["PATH"], TZ: "UTC" },
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const complaint = tail(child);
  const endpoint = { url: `http://127.0.0.1:${port}`, username: USER, password };
  const state = await waitUntilUp(child, endpoint);
  if (state !== "up") {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
    const text = complaint();
    if (/already running|Cannot lock file|Address already in use/i.test(text)) return null;
    throw new StorageError(`the embedded ClickHouse engine did not start (${state}): ${text.trim() || "it said nothing"}`);
  }
  writeEndpoint(dataDir, { ...endpoint, ownerPid: process.pid, enginePid: child.pid ?? 0 });
  return { ...endpoint, pid: child.pid ?? null, role: "owner", close: () => stop(child, dataDir, folder, endpoint) };
}

async function findLibrary(): Promise<string> {
  try {
    const { libchdbPath } = await import("chdb/libchdb");
    return libchdbPath();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StorageError(
      `no embedded ClickHouse for ${process.platform}-${process.arch} (${why}): set CLICKHOUSE_URL to a ClickHouse server instead`,
    );
  }
}

/** Configuration folders of owners that are gone hold passwords that open nothing any more; they are removed. */
function clearDeadStarts(starts: string): void {
  let names: string[];
  try {
    names = readdirSync(starts);
  } catch {
    return;
  }
  for (const name of names)
    if (!isRunning(Number(name.split("-")[0]))) rmSync(join(starts, name), { recursive: true, force: true });
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const at = server.address();
      server.close(() => (at && typeof at === "object" ? found(at.port) : failed(new Error("no free port"))));
    });
  });
}

function tail(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-2000);
  });
  return () => text;
}

async function waitUntilUp(
  child: ChildProcess,
  endpoint: Pick<Endpoint, "url" | "username" | "password">,
): Promise<"up" | string> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      await sleep(50);
      return `exit code ${child.exitCode ?? child.signalCode}`;
    }
    if (await answers(endpoint)) return "up";
    await sleep(10);
  }
  return "no answer in time";
}

async function stop(child: ChildProcess, dataDir: string, folder: string, endpoint: Pick<Endpoint, "password">): Promise<void> {
  removeEndpoint(dataDir, endpoint);
  const deadline = Date.now() + GUESTS_TIMEOUT_MS;
  const isUp = () => child.exitCode === null && child.signalCode === null;
  while (isUp() && attachedProcesses(dataDir).length > 0 && Date.now() < deadline) await sleep(50);
  if (isUp()) {
    const gone = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill("SIGTERM");
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
}
