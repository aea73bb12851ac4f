import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openStorage, type Storage } from "../../storage/open.ts";
import { CONNECTION_SETTINGS } from "../../storage/settings.ts";
import type { BenchOptions, Figure } from "../figure.ts";
import { startService } from "../service/service.ts";
import { storeHosts } from "../service/synthetic-hosts.ts";
import { quantile } from "../stats.ts";
import { buildYear, MONTHS } from "./build.ts";
import { QUERIES } from "./schema.ts";

const SAMPLES = 100;
const IDLE_MS = 15_000;
/** Above this many facts the goals of the design apply. */
const FULL_SIZE = 100_000_000;

/** KPI queries over a year of made-up inferences beside a running service, and the memory of both. */
export async function benchKpi({ dir, rows, say }: BenchOptions): Promise<Figure[]> {
  say(`KPI queries: building ${rows} facts and their rollups (100 million take some minutes)`);
  const dataDir = mkdtempSync(join(dir, "kpi-"));
  const building = await openStorage({ dataDir });
  const facts = await buildYear(building.client, rows, say);
  await storeHosts(building.client, 118, 30);
  await building.close();
  const service = await startService(dataDir);
  const guest = await openStorage({ dataDir });
  try {
    await sleep(IDLE_MS);
    const idle = service.memoryMb();
    let busy = idle;
    const watch = setInterval(() => {
      busy = Math.max(busy, service.memoryMb());
    }, 100);
    const figures: Figure[] = [];
    for (const [name, query] of Object.entries(QUERIES)) {
      say(`KPI queries: ${name}`);
      figures.push(await benchQuery(guest, name, query, facts));
    }
    clearInterval(watch);
    return [...figures, memoryFigure("idle", idle, facts), memoryFigure("during the KPI queries, highest", busy, facts)];
  } finally {
    await guest.close();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const memoryFigure = (when: string, mb: number, facts: number): Figure => ({
  name: `memory (PSS) of service and engine, ${when}`,
  unit: "MB",
  ours: mb,
  baseline: null,
  goals: facts >= FULL_SIZE ? [{ of: "value", atMost: 800 }] : [],
  limitedBy: "the engine's mapped library and its query buffers",
});

/** The query through our client with its rows parsed, in turn with the same SQL and format by a bare POST that drops the bytes. */
async function benchQuery({ client, engine }: Storage, name: string, query: string, facts: number): Promise<Figure> {
  const to = MONTHS.at(-1) ?? "";
  const url = new URL(engine.url);
  const settings = { ...CONNECTION_SETTINGS, database: "gonka", param_to: to };
  for (const [key, value] of Object.entries(settings)) url.searchParams.set(key, String(value));
  const headers = { "x-clickhouse-user": engine.username, "x-clickhouse-key": engine.password };
  let returned = 0;
  const ours = async () => {
    const answer = await client.query({ query, query_params: { to }, format: "JSONCompactEachRow" });
    returned = (await answer.json()).length;
  };
  const bare = async () => {
    const response = await fetch(url, { method: "POST", headers, body: `${query} FORMAT JSONCompactEachRow` });
    const bytes = await response.arrayBuffer();
    if (!response.ok) throw new Error(Buffer.from(bytes).toString().slice(0, 300));
  };
  const seen: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
  for (let sample = -3; sample < SAMPLES; sample++) {
    const [a, b] = [await msOf(bare), await msOf(ours)];
    if (sample < 0) continue;
    seen.bare.push(a);
    seen.ours.push(b);
  }
  if (returned === 0) throw new Error(`${name}: no rows`);
  return {
    name: `p95: ${name}, ${Math.round(facts / 1e6)} M facts, ${returned} rows`,
    unit: "ms",
    ours: quantile(seen.ours, 0.95),
    baseline: { what: "the same SQL and format by a bare POST, bytes dropped", value: quantile(seen.bare, 0.95) },
    goals:
      facts >= FULL_SIZE
        ? [
            { of: "value", atMost: 200 },
            { of: "ratio", atMost: 1.2 },
          ]
        : [{ of: "ratio", atMost: 1.2 }],
    limitedBy: "the engine's reading of the rollup, and the parsing of the rows that come back",
  };
}

async function msOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
