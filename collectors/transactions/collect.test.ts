import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { toBech32 } from "@cosmjs/encoding";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { collectTransactions } from "./collect.ts";
import { type ChainNode, startChainNode, type TestBlock, timeOf } from "./testing/chain-node.ts";
import { openTestStore, type TestStore } from "./testing/store.ts";

let store: TestStore;
let nodes: ChainNode[] = [];
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store?.close());
beforeEach(() => store.empty());
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
});

async function node(...parameters: Parameters<typeof startChainNode>): Promise<ChainNode> {
  const started = await startChainNode(...parameters);
  nodes.push(started);
  return started;
}

const HOST = toBech32("gonka", createHash("sha256").update("host").digest().subarray(0, 20));
const bytesOf = (height: number) => new TextEncoder().encode(`no transaction of height ${height}`);
const slash = (amount: string, participant = HOST) => ({
  type: "slash_collateral",
  attributes: [
    { key: "participant", value: participant },
    { key: "slash_amount", value: amount },
    { key: "slash_reason", value: "invalidation" },
  ],
});
const other = { type: "tx", attributes: [{ key: "fee", value: "" }] };

const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const blocksOf = (heights: readonly number[]) => heights.map((height) => ({ height, time: timeOf(height) }));
const stored = z.object({ height: z.coerce.number(), code: z.number().nullable(), source: z.string(), hash: z.string() });

async function collect(from: readonly ChainNode[], heights: readonly number[], signal?: AbortSignal) {
  const writer = store.writer();
  const context = store.contextOf(signal);
  const sources = from.map(({ source }) => source);
  const { done, failed } = await collectTransactions(context, writer, sources, blocksOf(heights));
  await writer.flush();
  const sql = "SELECT height, code, source, hash FROM transactions FINAL WHERE chain_id = {chain:String} ORDER BY height";
  return { done: done.toSorted((a, b) => a - b), failed, rows: await store.rows(stored, sql), context };
}

test("blocks are spread over the sources, at most four at one", async () => {
  const slow = () => sleep(5);
  const [a, b] = [
    await node((height) => ({ txs: [bytesOf(height)] }), slow),
    await node((height) => ({ txs: [bytesOf(height)] }), slow),
  ];
  const { done, failed, rows } = await collect([a, b], span(1, 40));
  expect([done, failed]).toEqual([span(1, 40), []]);
  expect(rows.length).toBe(40);
  for (const one of [a, b]) {
    expect(rows.filter(({ source }) => source === one.source.name).length).toBe(20);
    // A block is two requests.
    expect(one.most()).toBeLessThanOrEqual(8);
    expect(one.most()).toBeGreaterThan(2);
  }
});

test("a source that can't tell a block, or tells another one, is passed over", async () => {
  const honest: Parameters<typeof startChainNode>[0] = (height) => ({ txs: [bytesOf(height)] });
  const [lacking, otherChain, shifted, whole] = [
    await node(() => null),
    await node((height) => ({ txs: [bytesOf(height + 7)], time: timeOf(height + 1) })),
    await node((height) => ({ ...honest(height), results: [] })),
    await node(honest),
  ];
  const { done, failed, rows } = await collect([lacking, otherChain, shifted, whole], span(1, 12));
  expect([done, failed]).toEqual([span(1, 12), []]);
  expect(new Set(rows.map(({ source }) => source))).toEqual(new Set([whole.source.name]));
  expect(rows.map(({ hash }) => hash)).toEqual(
    span(1, 12).map((height) => createHash("sha256").update(bytesOf(height)).digest("hex").toUpperCase()),
  );
});

test("a block that nobody tells fails; one without results is kept without codes and fails too", async () => {
  const blocks = (height: number): TestBlock | null =>
    height === 2
      ? null
      : { txs: [bytesOf(height)], results: height === 3 ? "refused" : [{ code: 5 }], events: [slash("7ngonka")] };
  const { done, failed, rows } = await collect([await node(blocks), await node(blocks)], [1, 2, 3]);
  expect(done).toEqual([1]);
  expect(failed.toSorted()).toEqual([2, 3]);
  expect(rows).toMatchObject([
    { height: 1, code: 5 },
    { height: 3, code: null },
  ]);
  const slashes = await store.rows(z.object({ height: z.coerce.number() }), "SELECT height FROM slashes FINAL");
  expect(slashes).toEqual([{ height: 1 }]);
});

test("a transaction that can't be read is stored empty, counted, and stops nothing", async () => {
  const { rows, context, done } = await collect([await node((height) => ({ txs: [bytesOf(height), new Uint8Array()] }))], [9]);
  expect(done).toEqual([9]);
  expect(rows.length).toBe(2);
  // An empty transaction reads as one without messages; the other is no protobuf at all.
  expect(context.notebook.rejections).toBe(1);
});

test("slashes: where they stand in the block, never of a failed transaction, an odd one counted and left out", async () => {
  const block: TestBlock = {
    txs: [bytesOf(1), bytesOf(2)],
    results: [
      { code: 0, events: [other, slash("36000000ngonka")] },
      { code: 11, events: [slash("1ngonka")] },
    ],
    events: [other, slash(""), slash("5uatom"), slash("5ngonka", "gonka1nobody")],
  };
  const { context } = await collect([await node(() => block)], [5]);
  const row = z.object({ event_index: z.number(), address: z.string(), amount: z.string(), reason: z.string() });
  const rows = await store.rows(
    row,
    "SELECT event_index, address, toString(amount) AS amount, reason FROM slashes FINAL ORDER BY event_index",
  );
  expect(rows).toEqual([
    { event_index: 1, address: HOST, amount: "36000000", reason: "invalidation" },
    { event_index: 4, address: HOST, amount: "0", reason: "invalidation" },
  ]);
  // Two transactions that are none, and two slashes.
  expect(context.notebook.rejections).toBe(4);
});

test("again changes nothing, and no source at all fails everything", async () => {
  const one = await node((height) => ({ txs: [bytesOf(height)] }));
  const first = await collect([one], span(1, 5));
  expect((await collect([one], span(1, 5))).rows).toEqual(first.rows);
  expect((await collect([], [1])).failed).toEqual([1]);
});

test("a stopped run throws and says nothing of any block", async () => {
  const stop = new AbortController();
  const one = await node(
    () => ({}),
    async () => {
      stop.abort();
      await sleep(5);
    },
  );
  await expect(collect([one], span(1, 20), stop.signal)).rejects.toThrow();
});
