import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stopped } from "../child.ts";
import { memoryMb } from "../memory.ts";

/** A running `start` of the product, as a user has it. */
export interface Service {
  readonly url: string;
  /** From spawning the process to the first scrape with an indicator's number. */
  readonly secondsToFirstNumber: number;
  /** Proportional set size of service and engine together, in MB. */
  memoryMb(): number;
  stop(): Promise<void>;
}

const FIRST_NUMBER = /^gonka_indicator_value\{.*\} \S+$/m;
const GIVE_UP_MS = 60_000;

/** Starts the compiled command-line on a data folder, and waits for the first number it serves. */
export async function startService(dataDir: string): Promise<Service> {
  const port = await freePort();
  const main = fileURLToPath(new URL("../../cli/main.js", import.meta.url));
  const env = {
    ...process.env,
    GONKA_DATA_DIR: dataDir,
    GONKA_PORT: String(port),
    GONKA_NOW: "head",
    GONKA_NODES: "http://127.0.0.1:9",
    GONKA_LOG_LEVEL: "warn",
    CLICKHOUSE_URL: "",
  };
  const started = performance.now();
  const child = spawn(process.execPath, [main, "start"], { env, stdio: ["ignore", "ignore", "inherit"] });
  const url = `http://127.0.0.1:${port}`;
  while (!(await servesNumber(url))) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
    if (performance.now() - started > GIVE_UP_MS) {
      await stopped(child);
      throw new Error(`the service served no number in ${GIVE_UP_MS / 1000} s`);
    }
    await sleep(5);
  }
  const secondsToFirstNumber = (performance.now() - started) / 1000;
  return { url, secondsToFirstNumber, memoryMb: () => memoryMb(child, dataDir), stop: () => stopped(child) };
}

async function servesNumber(url: string): Promise<boolean> {
  try {
    return FIRST_NUMBER.test(await (await fetch(`${url}/metrics`)).text());
  } catch {
    return false;
  }
}

export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const at = server.address();
      server.close(() => (at && typeof at === "object" ? found(at.port) : failed(new Error("no free port"))));
    });
  });
}
