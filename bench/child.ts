import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A benchmark's server in a process of its own. */
export interface Child {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a compiled script beside this one, which tells its port by IPC. */
export async function startChild(script: string, args: readonly string[]): Promise<Child> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const port = await new Promise<number>((up, failed) => {
    child.once("exit", (code) => failed(new Error(`${script} ended with ${code}`)));
    child.once("message", (message) => up(Number(message)));
  });
  return { port, pid: child.pid ?? 0, stop: () => stopped(child) };
}

/** Asks a process to end, and waits until it has. */
export async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await gone;
}
