import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Simulation } from "../../simulator/server.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until it has said this in its log, or has ended. */
  said(text: string): Promise<void>;
}

/** What a command needs to collect from a simulated network into a folder. */
export const envOf = ({ sources, control }: Pick<Simulation, "sources" | "control">, dataDir: string) => ({
  GONKA_DATA_DIR: dataDir,
  GONKA_NODES: sources.join(","),
  GONKA_PROBE_CONTROL: `${control}/control/target`,
  GONKA_ALLOW_PRIVATE_HOSTS: "1",
  GONKA_PORT: "0",
  GONKA_LOG_LEVEL: "error",
});

/** Starts the built command line, as `npm run gonka-kpi --` does, with nothing of this process's own configuration. */
export function startCommand(args: readonly string[], env: Readonly<Record<string, string>>): Running {
  if (!existsSync(MAIN)) throw new Error("dist/ is missing: run `npm test`, which builds it");
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env["PATH"] ?? "", GONKA_RATE_LIMIT: "off", ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((done) => child.on("close", (code, signal) => done({ code, signal, stdout, stderr })));
  const said = async (text: string) => {
    while (!stderr.includes(text) && child.exitCode === null) await sleep(20);
  };
  return { child, ended, said };
}

export const runCommand = (args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> =>
  startCommand(args, env).ended;

/** The lines of a JSON Lines output. */
export const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

/** The one-line summary a command prints last. */
export const summaryOf = ({ stdout }: Ended): Record<string, unknown> => jsonLines(stdout).at(-1) ?? {};
