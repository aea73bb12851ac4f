import { createHash } from "node:crypto";
import type { BlockRow, EpochResultRow } from "../storage/facts/rows.ts";
import { BLOCKS, EPOCH_RESULTS, type FactTable } from "../storage/facts/tables.ts";
import type { Storage } from "../storage/open.ts";
import { BatchWriter } from "../storage/write/batch-writer.ts";
import { type Cell, encodeRow } from "../storage/write/encode.ts";
import type { BenchOptions, Figure } from "./figure.ts";
import { interleaved, median } from "./stats.ts";

const ROWS = 204_800;
/** The batch of our write path. */
const BATCH = 8192;

const hash = (what: string) => createHash("sha256").update(what).digest("hex").toUpperCase();

const blockOf = (height: number): BlockRow => ({
  height,
  hash: hash(`${height}`),
  time: new Date(1_767_225_600_000 + height * 5265).toISOString(),
  last_block_hash: hash(`${height - 1}`),
  proposer: hash(`${height % 21}`).slice(0, 40),
  num_txs: height % 3,
  block_size: 5857,
});

const resultOf = (index: number): EpochResultRow => ({
  epoch: 1 + Math.floor(index / 1000),
  address: `gonka1${hash(`${index % 1000}`)
    .slice(0, 38)
    .toLowerCase()}`,
  inference_count: BigInt(index * 7),
  missed_requests: BigInt(index % 13),
  earned_coins: BigInt(index) * 1_000_003n,
  rewarded_coins: BigInt(index) * 5_000_003n,
  burned_coins: 0n,
  validated_inferences: BigInt(index % 101),
  invalidated_inferences: BigInt(index % 3),
  claimed: index % 2 === 0,
});

/** Our write path, from typed rows to stored ones, against the bare client with the cells made ahead. */
export async function benchInserts(storage: Storage, options: BenchOptions): Promise<Figure[]> {
  options.say(`inserts: ${ROWS} rows, ${options.runs} runs of each side`);
  const numbers = Array.from({ length: ROWS }, (_, index) => index + 1);
  return [
    await benchTable(storage, options, BLOCKS, "source", numbers.map(blockOf)),
    await benchTable(storage, options, EPOCH_RESULTS, "content_hash", numbers.map(resultOf)),
  ];
}

async function benchTable(
  { client }: Storage,
  { runs }: BenchOptions,
  table: FactTable,
  envelope: string,
  rows: readonly object[],
): Promise<Figure> {
  const columns = ["chain_id", envelope, ...table.columns];
  const cellsOf = (row: object): Cell[] => ["bench-1", "bench", ...encodeRow(table, row)];
  const cells = rows.map(cellsOf);
  const empty = () => client.command({ query: `TRUNCATE TABLE ${table.name}` });
  const rate = async (work: () => Promise<void>) => {
    await empty();
    const started = performance.now();
    await work();
    return rows.length / ((performance.now() - started) / 1000);
  };
  const ours = () =>
    rate(async () => {
      const writer = new BatchWriter(client);
      for (let at = 0; at < rows.length; at += 100)
        await writer.write(table.name, columns, rows.slice(at, at + 100).map(cellsOf));
      await writer.flush();
    });
  const [first = "", ...rest] = columns;
  const bare = () =>
    rate(async () => {
      for (let at = 0; at < cells.length; at += BATCH)
        await client.insert({
          table: table.name,
          columns: [first, ...rest],
          values: cells.slice(at, at + BATCH),
          format: "JSONCompactEachRow",
        });
    });
  const seen = await interleaved(runs, ours, bare);
  await empty();
  return {
    name: `inserts into ${table.name}`,
    unit: "rows/s",
    ours: median(seen.ours),
    baseline: { what: "bare client, same rows made ahead, same format and batch size", value: median(seen.baseline) },
    goals: [{ of: "ratio", atLeast: 0.7 }],
    limitedBy: "the engine's parsing and sorting of a batch, beside which the next one is checked and encoded",
  };
}
