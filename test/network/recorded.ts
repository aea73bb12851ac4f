import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../../storage/testing/store.ts";
import { type Ended, runCommand } from "./command.ts";
import { freePorts } from "./ports.ts";

const REPLAY = fileURLToPath(new URL("../../../shared/replay/replay.mjs", import.meta.url));

/** Whether recorded answers lie beside the repository. */
export const hasRecordings = existsSync(REPLAY);
/** For the name of a test that needs them. */
export const UNLESS_RECORDED = hasRecordings ? "" : " (skipped: no recordings beside the repository)";
/** The epochs of mainnet that were recorded. */
export const RECORDED_SPANS = "247-253,269-271";

/** Three nodes that tell what was recorded of mainnet, and a folder for what commands collect of them. */
export interface Recorded {
  /** What a command needs to collect from them. */
  readonly env: Readonly<Record<string, string>>;
  /** How the backfill and the evaluation ended. */
  readonly collected: Ended;
  readonly evaluated: Ended;
  /** The nodes are gone from now on. */
  stopNodes(): void;
  /** Stops the nodes and deletes what was collected. */
  remove(): void;
}

/** Starts the nodes, and collects and evaluates all that was recorded. */
export async function collectRecorded(name: string): Promise<Recorded> {
  const dataDir = temporaryFolder(name);
  const port = await freePorts(3);
  const replay = spawn(process.execPath, [REPLAY, "--port", String(port)], { stdio: "ignore" });
  const env = {
    GONKA_NODES: [0, 1, 2].map((index) => `http://127.0.0.1:${port + index}`).join(","),
    GONKA_DATA_DIR: dataDir,
    GONKA_NOW: "head",
    GONKA_LOG_LEVEL: "error",
  };
  await sleep(700);
  const collected = await runCommand(["backfill", "--epochs", RECORDED_SPANS], env);
  const evaluated = await runCommand(["evaluate"], env);
  const stopNodes = () => void replay.kill();
  const remove = () => {
    stopNodes();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { env, collected, evaluated, stopNodes, remove };
}
