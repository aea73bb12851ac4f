import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseSources, type Source } from "../../http/source.ts";
import { freePorts } from "../../http/testing/free-ports.ts";

const replay = fileURLToPath(new URL("../../../../shared/replay/localnet.mjs", import.meta.url));

export const hasLocalnet = existsSync(replay);
export const localnetTitle = hasLocalnet ? "recorded localnet" : "recorded localnet: skipped, no ../shared beside the repository";

/** The recorded local network as three real HTTP nodes. */
export interface Localnet {
  readonly sources: readonly Source[];
  readonly stop: () => void;
}

/** Starts the replay on free ports of this machine. `scene` lays another moment over it. */
export async function startLocalnet(scene?: string): Promise<Localnet> {
  const port = await freePorts(3);
  const args = [replay, "--port", String(port), ...(scene === undefined ? [] : ["--scene", scene])];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (text: Buffer) => text.toString().includes("host3 http") && resolve());
    child.on("exit", () => reject(new Error("the replay ended")));
  });
  const sources = parseSources([0, 1, 2].map((offset) => `http://127.0.0.1:${port + offset}`).join(","));
  return { sources, stop: () => child.kill() };
}
