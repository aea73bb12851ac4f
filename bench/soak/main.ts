import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { stopped } from "../child.ts";
import { memoryMb, openFiles } from "../memory.ts";
import { freePort } from "../service/service.ts";

const { values } = parseArgs({
  options: { hosts: { type: "string", default: "1000" }, hours: { type: "string", default: "24" } },
});

/** Simulated minutes of a step of the demo's history. */
const STEP_MINUTES = 10;
const SAMPLE_EVERY_MS = 10_000;
/** By how much the last quarter's median may lie above the second quarter's: more would be a leak. */
const MOST_GROWTH = 1.25;
const line = z.object({ msg: z.string(), done: z.int().optional() });

/**
 * The soak: the demo's history at many hosts, in processes of its own, for some simulated hours; memory and open files of service and engine are
 * sampled. Ends with code 1 when either goes on growing.
 */
const dataDir = mkdtempSync(join(tmpdir(), "gonka-soak-"));
const main = fileURLToPath(new URL("../../cli/main.js", import.meta.url));
const env = {
  ...process.env,
  GONKA_DATA_DIR: dataDir,
  GONKA_PORT: String(await freePort()),
  GONKA_LOG_LEVEL: "info",
  CLICKHOUSE_URL: "",
};
const child = spawn(process.execPath, [main, "demo", "--hosts", values.hosts], { env, stdio: ["ignore", "ignore", "pipe"] });
let hours = 0;
createInterface({ input: child.stderr }).on("line", (text) => {
  const said = line.safeParse(JSON.parse(text));
  if (said.success && said.data.msg === "preparing history" && said.data.done) hours = (said.data.done * STEP_MINUTES) / 60;
});

const samples: { readonly hours: number; readonly pss: number; readonly files: number }[] = [];
const started = performance.now();
while (hours < Number(values.hours) && child.exitCode === null) {
  await sleep(SAMPLE_EVERY_MS);
  if (hours === 0) continue;
  samples.push({ hours, pss: memoryMb(child, dataDir), files: openFiles(child, dataDir) });
  const { pss = 0, files = 0 } = samples.at(-1) ?? {};
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stderr.write(`${seconds} s: ${hours.toFixed(1)} simulated hours, PSS ${pss.toFixed(0)} MB, ${files} open files\n`);
}
await stopped(child);
rmSync(dataDir, { recursive: true, force: true });

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const quarter = (from: number, of: "pss" | "files") =>
  median(samples.slice(Math.floor(samples.length * from), Math.floor(samples.length * (from + 0.25))).map((one) => one[of]));
const growth = { pss: quarter(0.75, "pss") / quarter(0.25, "pss"), files: quarter(0.75, "files") / quarter(0.25, "files") };
const most = { pss: Math.max(...samples.map(({ pss }) => pss)), files: Math.max(...samples.map(({ files }) => files)) };
process.stdout.write(`${JSON.stringify({ hosts: Number(values.hosts), hours, samples: samples.length, most, growth })}\n`);
process.exitCode = growth.pss <= MOST_GROWTH && growth.files <= MOST_GROWTH ? 0 : 1;
