import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { enginesOf } from "../testing/engines.ts";
import { writeEngineConfig } from "./config-files.ts";

const EMBEDDED = fileURLToPath(new URL("./serve.mjs", import.meta.url));

/** An owner that starts an engine and is killed some milliseconds later, as early as before the engine has read a line of its own code. */
const owner = (folder: string, config: string, milliseconds: number) => `
  const { fork } = await import("node:child_process");
  const { libchdbPath } = await import("chdb/libchdb");
  fork(${JSON.stringify(EMBEDDED)}, [libchdbPath(), ${JSON.stringify(folder)}, ${JSON.stringify(config)}], { execArgv: [], stdio: ["ignore", "ignore", "ignore", "ipc"] });
  setTimeout(() => process.kill(process.pid, "SIGKILL"), ${milliseconds});
`;

it.skipIf(process.platform !== "linux")(
  "leaves no engine behind, whenever its owner dies",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "gonka-orphan-"));
    try {
      for (let milliseconds = 0; milliseconds <= 120; milliseconds += 4) {
        // Each engine with a folder of its own: a lock on a shared one would end the second by itself.
        const own = join(folder, String(milliseconds));
        const config = writeEngineConfig({
          folder: own,
          port: 39_000 + milliseconds,
          user: "gonka",
          password: "x",
          backups: own,
          memoryBytes: 1e9,
        });
        const child = spawn(process.execPath, ["--input-type=module", "--eval", owner(own, config, milliseconds)], {
          cwd: fileURLToPath(new URL("../..", import.meta.url)),
        });
        await new Promise((done) => child.once("exit", done));
      }
      const deadline = Date.now() + 10_000;
      while (enginesOf(folder).length > 0 && Date.now() < deadline) await sleep(100);
      expect(enginesOf(folder)).toEqual([]);
    } finally {
      for (const pid of enginesOf(folder)) process.kill(pid, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
