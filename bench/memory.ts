import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const endpoint = z.object({ enginePid: z.int() });

/** The service's process and that of the engine it has opened. */
function processesOf(child: ChildProcess, dataDir: string): number[] {
  const { enginePid } = endpoint.parse(JSON.parse(readFileSync(join(dataDir, "engine.json"), "utf8")));
  return [child.pid ?? 0, enginePid];
}

/** Proportional set size of service and engine together, in MB. */
export const memoryMb = (child: ChildProcess, dataDir: string): number =>
  processesOf(child, dataDir).reduce((sum, pid) => sum + pssKb(pid), 0) / 1024;

/** Open file descriptors (files, sockets, pipes) of the service, and of the engine. */
export function openFiles(child: ChildProcess, dataDir: string): { readonly service: number; readonly engine: number } {
  const [service = 0, engine = 0] = processesOf(child, dataDir).map((pid) => readdirSync(`/proc/${pid}/fd`).length);
  return { service, engine };
}

function pssKb(pid: number): number {
  const found = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
  if (found === undefined) throw new Error(`no PSS of process ${pid}: this benchmark needs Linux`);
  return Number(found);
}
