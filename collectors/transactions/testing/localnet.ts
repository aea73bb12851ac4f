import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { parseSources, type Source } from "../../http/source.ts";

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

/** The first of neighbouring ports that were free a moment ago. */
async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 20; tries++) {
    const first = await portIfFree(0);
    if (first === null) continue;
    const others = await Promise.all(Array.from({ length: count - 1 }, (_, index) => portIfFree(first + index + 1)));
    if (!others.includes(null)) return first;
  }
  throw new Error("no neighbouring free ports");
}

function portIfFree(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(null));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : null));
    });
  });
}
