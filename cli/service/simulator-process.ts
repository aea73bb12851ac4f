import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";
import { z } from "zod";
import type { ServiceClock } from "../../collectors/live/clock.ts";
import { HOST_BLOCKS } from "./demo-network.ts";

/** What the simulator prints when it listens. */
const listening = z.object({
  sources: z.array(z.url()).min(1),
  sandbox: z.url(),
  control: z.url(),
  epochMs: z.number().positive(),
});
const clockAnswer = z.object({ now: z.number(), speed: z.number().min(0) });

/** The simulated network in a process of its own, as a network is; its clock is read from its control address. */
export interface SimulatorProcess {
  readonly urls: z.infer<typeof listening>;
  /** Simulated milliseconds that an epoch takes. */
  readonly epochMs: number;
  readonly clock: ServiceClock;
  advance(ms: number): Promise<void>;
  setSpeed(speed: number): Promise<void>;
  close(): Promise<void>;
}

export interface SimulatorOptions {
  readonly hosts: number;
  /** The epoch that is being formed at the start. */
  readonly historyEpochs: number;
  /** The simulated moment of the start. */
  readonly start: Date;
}

/** Starts the simulated network with its clock standing still. @throws when it ends before it listens. */
export async function startSimulator({ hosts, historyEpochs, start }: SimulatorOptions, log: Logger): Promise<SimulatorProcess> {
  const main = fileURLToPath(new URL("../../simulator/main.js", import.meta.url));
  const flags = { port: 0, hosts, epochs: historyEpochs, end: start.toISOString(), speed: 0, "host-blocks": HOST_BLOCKS };
  const args = [...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]), "--maintenance"];
  const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  };
  const urls = await firstLine(child)
    .then((line) => listening.parse(JSON.parse(line)))
    .catch(async (error: unknown) => {
      await close();
      throw error;
    });
  log.debug({ pid: child.pid }, "the simulated network listens");
  let known = { now: 0, speed: 0, at: 0 };
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${urls.control}${path}`, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`the simulated network answered ${answer.status} to ${path}`);
    known = { ...clockAnswer.parse(await answer.json()), at: performance.now() };
  };
  await post("/control/clock/advance", { ms: 0 });
  return {
    urls,
    epochMs: urls.epochMs,
    clock: {
      now: () => new Date(known.now + (performance.now() - known.at) * known.speed),
      followsWall: false,
    },
    advance: (ms) => post("/control/clock/advance", { ms }),
    setSpeed: (speed) => post("/control/speed", { speed }),
    close,
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("the simulated network has no output");
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, "line").then(([text]) => String(text)),
    once(child, "exit").then(([code]) => {
      throw new Error(`the simulated network ended with code ${code} before it listened`);
    }),
  ]);
  lines.close();
  child.stdout.resume();
  return line;
}
