import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openStorage, type Storage } from "../storage/open.ts";
import { benchBackfill } from "./blocks/backfill.ts";
import type { BenchOptions, Figure } from "./figure.ts";
import { benchInserts } from "./insert-rate.ts";
import { benchKpi } from "./kpi/bench.ts";
import { benchProbeRound } from "./probes/round.ts";
import { benchFirstTile } from "./service/first-tile.ts";
import { benchMetricsPage } from "./service/metrics-page.ts";
import { benchStart } from "./service/start.ts";
import { benchSessions } from "./sessions/ingest.ts";
import { renderJson, renderTable } from "./table.ts";

const USAGE = `Measures the figures of the design, each beside a baseline in the same run. Takes about eight minutes and 10 GB of disk.

  npm run bench -- [--only blocks,inserts,start,tile,kpi,metrics,probes,sessions] [--rows 100000000] [--blocks 40000] [--runs 5] [--dir FOLDER] [--json]

  --rows   rows of the synthetic fact table behind the KPI queries
  --dir    where to store (a temporary folder if left out); what the benchmark makes there is removed again
  --json   the figures as one line of JSON on stdout, and no table
`;

/** A benchmark that needs an empty store of its own. */
const withStorage = (bench: (storage: Storage, options: BenchOptions) => Promise<Figure[]>) => async (options: BenchOptions) => {
  const dataDir = mkdtempSync(join(options.dir, "store-"));
  const storage = await openStorage({ dataDir });
  try {
    return await bench(storage, options);
  } finally {
    await storage.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
};

const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<Figure[]>>> = {
  blocks: withStorage(benchBackfill),
  inserts: withStorage(benchInserts),
  start: benchStart,
  tile: benchFirstTile,
  kpi: benchKpi,
  metrics: benchMetricsPage,
  probes: benchProbeRound,
  sessions: withStorage(benchSessions),
};

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new RangeError(`${text} is not a whole number above 0`);
  return Number(text);
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", default: Object.keys(BENCHES).join(",") },
      rows: { type: "string", default: "100000000" },
      blocks: { type: "string", default: "40000" },
      runs: { type: "string", default: "5" },
      dir: { type: "string", default: tmpdir() },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(USAGE);
  const asked = values.only.split(",").map((name) => {
    const bench = BENCHES[name];
    if (!bench) throw new RangeError(`there is no benchmark ${name}; there are ${Object.keys(BENCHES).join(", ")}`);
    return bench;
  });
  mkdirSync(values.dir, { recursive: true });
  const dir = mkdtempSync(join(values.dir, "gonka-bench-"));
  const options: BenchOptions = {
    dir,
    rows: wholeNumber(values.rows),
    blocks: wholeNumber(values.blocks),
    runs: wholeNumber(values.runs),
    say: (text) => void process.stderr.write(`bench: ${text}\n`),
  };
  const figures: Figure[] = [];
  try {
    for (const bench of asked) figures.push(...(await bench(options)));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  process.stdout.write(`${values.json ? renderJson(figures) : renderTable(figures)}\n`);
}

await main();
