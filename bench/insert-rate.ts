import { createHash } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import type { BlockRow, EpochResultRow } from "../storage/facts/rows.ts";
import { BLOCKS, EPOCH_RESULTS, type FactTable } from "../storage/facts/tables.ts";
import type { Storage } from "../storage/open.ts";
import { BatchWriter } from "../storage/write/batch-writer.ts";
import { type Cell, encodeRow } from "../storage/write/encode.ts";
import { bareInsert } from "./bare-insert.ts";
import type { BenchOptions, Figure } from "./figure.ts";
import { interleaved, median, secondsOf } from "./stats.ts";

const ROWS = 204_800;
/** The batch of our write path where it writes JSON. */
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

/** Our write path, from typed rows to stored ones, against the bare client with everything made ahead. */
export async function benchInserts(storage: Storage, options: BenchOptions): Promise<Figure[]> {
  options.say(`inserts: ${ROWS} rows, ${options.runs} runs of each side`);
  const numbers = Array.from({ length: ROWS }, (_, index) => index + 1);
  return [await benchBlocks(storage, options, numbers.map(blockOf)), await benchResults(storage, options, numbers.map(resultOf))];
}

/** Observed rows, which go in the engine's own format. */
async function benchBlocks({ client }: Storage, options: BenchOptions, rows: readonly BlockRow[]): Promise<Figure> {
  const fixed = { chain_id: "bench-1", source: "bench" };
  const bare = await bareInsert(client, BLOCKS, fixed, rows);
  const ours = async () => {
    const writer = new BatchWriter(client);
    for (let at = 0; at < rows.length; at += 100) await writer.writeRows(BLOCKS, fixed, rows.slice(at, at + 100));
    await writer.flush();
  };
  return compared(client, options, BLOCKS, ours, bare.run);
}

/** Rows of answers, which are voted on by the hash of their JSON and go as that. */
async function benchResults({ client }: Storage, options: BenchOptions, rows: readonly EpochResultRow[]): Promise<Figure> {
  const columns = ["chain_id", "content_hash", ...EPOCH_RESULTS.columns];
  const cellsOf = (row: EpochResultRow): Cell[] => ["bench-1", "bench", ...encodeRow(EPOCH_RESULTS, row)];
  const cells = rows.map(cellsOf);
  const ours = async () => {
    const writer = new BatchWriter(client);
    for (let at = 0; at < rows.length; at += 100)
      await writer.write(EPOCH_RESULTS.name, columns, rows.slice(at, at + 100).map(cellsOf));
    await writer.flush();
  };
  const [first = "", ...rest] = columns;
  const bare = async () => {
    for (let at = 0; at < cells.length; at += BATCH)
      await client.insert({
        table: EPOCH_RESULTS.name,
        columns: [first, ...rest],
        values: cells.slice(at, at + BATCH),
        format: "JSONCompactEachRow",
      });
  };
  return compared(client, options, EPOCH_RESULTS, ours, bare);
}

async function compared(
  client: ClickHouseClient,
  { runs }: BenchOptions,
  table: FactTable,
  ours: () => Promise<void>,
  bare: () => Promise<void>,
): Promise<Figure> {
  const empty = () => client.command({ query: `TRUNCATE TABLE ${table.name}` });
  const rate = async (work: () => Promise<void>) => {
    await empty();
    return ROWS / (await secondsOf(work));
  };
  const seen = await interleaved(
    runs,
    () => rate(ours),
    () => rate(bare),
  );
  await empty();
  return {
    name: `inserts into ${table.name}`,
    unit: "rows/s",
    ours: median(seen.ours),
    baseline: { what: "bare client, same rows made ahead, same format and batch size", value: median(seen.baseline) },
    goals: [{ of: "ratio", atLeast: 0.7 }],
    limitedBy: "the engine's reading and sorting of a batch, beside which the next one is checked and encoded",
  };
}
