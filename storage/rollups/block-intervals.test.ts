import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { BLOCKS } from "../facts/tables.ts";
import { openStorage, type Storage } from "../open.ts";
import { count, queryRows } from "../read/query.ts";
import { BatchWriter } from "../write/batch-writer.ts";
import { encodeRow } from "../write/encode.ts";
import { rebuildBlockIntervals } from "./block-intervals.ts";

const CHAIN = "test-1";
const dir = mkdtempSync(join(tmpdir(), "gonka-intervals-"));
let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ dataDir: dir });
});
afterAll(async () => {
  await storage?.close();
  rmSync(dir, { recursive: true, force: true });
});

interface Block {
  readonly height: number;
  readonly ns: bigint;
  readonly txs: number;
}

const hashOf = (height: number) => height.toString(16).toUpperCase().padStart(64, "0");
const rfc3339 = (ns: bigint) =>
  `${new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 19)}.${String(ns % 1_000_000_000n).padStart(9, "0")}Z`;

async function insert(blocks: readonly Block[], change: { hash?: string; ns?: bigint } = {}): Promise<void> {
  const writer = new BatchWriter(storage.client);
  await writer.write(
    "blocks",
    ["chain_id", "source", ...BLOCKS.columns],
    blocks.map(({ height, ns, txs }) => [
      CHAIN,
      "node",
      ...encodeRow(BLOCKS, {
        height,
        hash: change.hash ?? hashOf(height),
        time: rfc3339(change.ns ?? ns),
        last_block_hash: hashOf(height - 1),
        proposer: "",
        num_txs: txs,
        block_size: 1000,
      }),
    ]),
  );
  await writer.flush();
}

/** Blocks over the turn of a month, with a hole and an hour of one block. */
function chain(): Block[] {
  let ns = BigInt(Date.parse("2026-01-31T21:10:00Z")) * 1_000_000n;
  let seed = 7;
  const blocks: Block[] = [];
  for (let height = 999_000; height < 1_002_000; height++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    ns += 4_000_000_000n + BigInt(seed) * 2n;
    if (height === 1_000_500) ns += 5_400_000_000_000n;
    if (height < 1_000_200 || height > 1_000_210) blocks.push({ height, ns, txs: seed % 4 });
  }
  return blocks;
}

const nullable = z.number().nullable();
const row = z.object({
  hour: z.string(),
  blocks: count,
  intervals: count,
  mean_seconds: nullable,
  p50_seconds: nullable,
  p95_seconds: nullable,
  max_seconds: nullable,
  txs: count,
  first_height: count,
  last_height: count,
});
const read = () =>
  queryRows(
    storage.client,
    row,
    "SELECT * EXCEPT chain_id FROM block_intervals_hourly WHERE chain_id = {chain:String} ORDER BY hour",
    {
      chain: CHAIN,
    },
  );

/** The same statistics by another way: plain loops over the blocks as they were made. */
function independent(blocks: readonly Block[]): z.infer<typeof row>[] {
  const at = new Map(blocks.map((block) => [block.height, block]));
  const hours = new Map<string, Block[]>();
  for (const block of blocks) {
    const hour = `${rfc3339(block.ns).slice(0, 13).replace("T", " ")}:00:00`;
    hours.set(hour, [...(hours.get(hour) ?? []), block]);
  }
  const quantile = (sorted: readonly bigint[], p: number): number | null => {
    const place = p * (sorted.length - 1);
    const low = sorted[Math.floor(place)];
    const high = sorted[Math.ceil(place)];
    return low === undefined || high === undefined ? null : (Number(low) + Number(high - low) * (place % 1)) / 1e9;
  };
  return [...hours].map(([hour, members]) => {
    const intervals = members
      .flatMap(({ height, ns }) => {
        const before = at.get(height - 1);
        return before ? [ns - before.ns] : [];
      })
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const longest = intervals.at(-1);
    return {
      hour,
      blocks: members.length,
      intervals: intervals.length,
      mean_seconds: intervals.length ? Number(intervals.reduce((sum, ns) => sum + ns, 0n)) / intervals.length / 1e9 : null,
      p50_seconds: quantile(intervals, 0.5),
      p95_seconds: quantile(intervals, 0.95),
      max_seconds: longest === undefined ? null : Number(longest) / 1e9,
      txs: members.reduce((sum, { txs }) => sum + txs, 0),
      first_height: Math.min(...members.map(({ height }) => height)),
      last_height: Math.max(...members.map(({ height }) => height)),
    };
  });
}

function expectSame(seen: z.infer<typeof row>[], expected: z.infer<typeof row>[]): void {
  expect(seen.map(({ hour }) => hour)).toEqual(expected.map(({ hour }) => hour));
  for (const [index, want] of expected.entries()) {
    const got = seen[index];
    for (const [name, value] of Object.entries(want)) {
      const found: unknown = Object.entries(got ?? {}).find(([key]) => key === name)?.[1];
      if (typeof value === "number" && typeof found === "number") expect(found, `${want.hour} ${name}`).toBeCloseTo(value, 7);
      else expect(found, `${want.hour} ${name}`).toBe(value);
    }
  }
}

it("gives what plain loops over the blocks give, before and after merges, however often a block was inserted", async () => {
  const blocks = chain();
  await storage.client.command({ query: "SYSTEM STOP MERGES blocks" });
  await insert(blocks);
  await insert(blocks.slice(100, 900));
  await insert([...blocks].reverse());
  expect(await rebuildBlockIntervals(storage.client, CHAIN)).toEqual([202_601, 202_602]);
  const first = await read();
  expectSame(first, independent(blocks));
  expect(first.some(({ intervals, blocks }) => intervals < blocks)).toBe(true);

  await storage.client.command({ query: "SYSTEM START MERGES blocks" });
  await storage.client.command({ query: "OPTIMIZE TABLE blocks FINAL" });
  expect(await rebuildBlockIntervals(storage.client, CHAIN)).toEqual([]);
  await insert(blocks.slice(0, 50));
  expect(await rebuildBlockIntervals(storage.client, CHAIN)).toEqual([]);
  expect(await read()).toEqual(first);
});

it("rebuilds the month that a new block changes, also through its interval alone, and no other", async () => {
  const blocks = chain();
  const last = blocks.at(-1);
  const firstOfFebruary = blocks.find(({ ns }) => rfc3339(ns).startsWith("2026-02"));
  if (!last || !firstOfFebruary) throw new Error("no blocks");
  const next = { height: last.height + 1, ns: last.ns + 9_000_000_000n, txs: 3 };
  await insert([next]);
  expect(await rebuildBlockIntervals(storage.client, CHAIN)).toEqual([202_602]);
  expectSame(await read(), independent([...blocks, next]));
});

it("leaves a height that was told in two ways out of the statistics, with the intervals on both its sides", async () => {
  const blocks = chain();
  const liedAt = blocks[1500];
  const last = blocks.at(-1);
  if (!liedAt || !last) throw new Error("no blocks");
  await insert([liedAt], { ns: liedAt.ns + 1_000_000_000n });
  const rebuilt = await rebuildBlockIntervals(storage.client, CHAIN);
  expect(rebuilt).toHaveLength(1);
  const next = { height: last.height + 1, ns: last.ns + 9_000_000_000n, txs: 3 };
  expectSame(await read(), independent([...blocks, next].filter(({ height }) => height !== liedAt.height)));
});

it("starts over after a crash between the build and the swap", async () => {
  const before = await read();
  await storage.client.command({
    query: "INSERT INTO block_intervals_hourly_next SELECT * FROM block_intervals_hourly",
  });
  await storage.client.command({ query: "TRUNCATE TABLE rollup_inputs" });
  expect(await rebuildBlockIntervals(storage.client, CHAIN)).toEqual([202_601, 202_602]);
  expect(await read()).toEqual(before);
});
