import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { NODE_LIMITS } from "../../collectors/http/budget.ts";
import { stopped } from "../child.ts";
import { memoryMb, openFiles } from "../memory.ts";
import { freePort } from "../service/service.ts";

const { values } = parseArgs({
  options: { hosts: { type: "string", default: "1000" }, hours: { type: "string", default: "24" } },
});

const SAMPLE_EVERY_MS = 10_000;
/** Simulated hours after which the demo has fetched its days of blocks: from nodes of its own, without their limits. */
const CAUGHT_UP_HOURS = 6;
/** By how much the last quarter may lie above the second one: more would be a leak. */
const MOST_GROWTH = 1.25;
const line = z.object({ msg: z.string(), done: z.int().optional(), control: z.url().optional() });
const counts = z.record(z.string(), z.record(z.string(), z.object({ total: z.int() })));
/** The classes of routes that the simulated network counts, by the limit that holds for them; the node's proxy counts the first two together. */
const LIMITS: Readonly<Record<string, keyof typeof NODE_LIMITS>> = {
  "chain-api": "chain",
  "chain-rpc": "chain",
  v1: "host_api",
  "mlnodes-metrics": "mlnode_metrics",
};

/**
 * The soak: the demo's history at many hosts, in processes of its own, for some simulated hours; memory and open files of service and engine are
 * sampled, and the simulated network counts what it is asked. Ends with code 1 when memory or files go on growing, or a place was asked more
 * than its limits give.
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
let control = "";
createInterface({ input: child.stderr }).on("line", (text) => {
  const said = line.safeParse(JSON.parse(text));
  if (!said.success) return;
  if (said.data.control !== undefined) control = said.data.control;
  if (said.data.msg === "preparing history, simulated minutes" && said.data.done) hours = said.data.done / 60;
});

/** Requests of each limited class at each place so far: `source:0 chain`. */
async function requests(): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  for (const [place, classes] of Object.entries(counts.parse(await (await fetch(`${control}/control/requests`)).json())))
    for (const [name, { total }] of Object.entries(classes)) {
      const limit = LIMITS[name];
      if (limit !== undefined) sums.set(`${place} ${limit}`, (sums.get(`${place} ${limit}`) ?? 0) + total);
    }
  return sums;
}

interface Sample {
  readonly pss: number;
  readonly service: number;
  readonly engine: number;
}
const samples: Sample[] = [];
const started = performance.now();
let before: ReadonlyMap<string, number> | null = null;
let asked: ReadonlyMap<string, number> = new Map();
let from = 0;
while (hours < Number(values.hours) && child.exitCode === null) {
  await sleep(SAMPLE_EVERY_MS);
  if (hours === 0) continue;
  if (before === null && hours >= CAUGHT_UP_HOURS) [before, from] = [await requests(), hours];
  asked = await requests().catch(() => asked);
  const sample = { pss: memoryMb(child, dataDir), ...openFiles(child, dataDir) };
  samples.push(sample);
  const seconds = Math.round((performance.now() - started) / 1000);
  const files = `${sample.service} and ${sample.engine} open files`;
  process.stderr.write(`${seconds} s: ${hours.toFixed(1)} simulated hours, PSS ${sample.pss.toFixed(0)} MB, ${files}\n`);
}
await stopped(child);
rmSync(dataDir, { recursive: true, force: true });

/** Of a quarter of the samples: what is open while nothing is under way is its lowest, what is held of memory its median. */
function quarter(from: number, of: keyof Sample, share: number): number {
  const part = samples.slice(Math.floor(samples.length * from), Math.floor(samples.length * (from + 0.25))).map((one) => one[of]);
  return part.sort((a, b) => a - b)[Math.floor(part.length * share)] ?? Number.NaN;
}
const growthOf = (of: keyof Sample, share: number) => quarter(0.75, of, share) / quarter(0.25, of, share);
const growth = { pss: growthOf("pss", 0.5), service: growthOf("service", 0), engine: growthOf("engine", 0) };
const most = (of: keyof Sample) => Math.max(...samples.map((one) => one[of]));
const highest = { pss: most("pss"), service: most("service"), engine: most("engine") };
/** Of the place that was asked most, by limit: requests a simulated minute, and what the limit gives. */
const asking = Object.entries(NODE_LIMITS).map(([name, { perMinute, burst }]) => {
  const minutes = (hours - from) * 60;
  const each = [...asked].flatMap(([key, total]) => (key.endsWith(` ${name}`) ? [total - (before?.get(key) ?? 0)] : []));
  return { limit: name, perMinute: Math.max(0, ...each) / minutes, given: perMinute + burst / minutes };
});
const said = { hosts: Number(values.hosts), hours, samples: samples.length, highest, growth, asking };
process.stdout.write(`${JSON.stringify(said)}\n`);
const isBounded = samples.length > 0 && Object.values(growth).every((by) => by <= MOST_GROWTH);
process.exitCode = isBounded && asking.every(({ perMinute, given }) => perMinute <= given) ? 0 : 1;
