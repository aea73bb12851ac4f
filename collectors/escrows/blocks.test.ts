import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { collectTransactions } from "../transactions/collect.ts";
import { type ChainNode, startChainNode, type TestBlock, timeOf } from "../transactions/testing/chain-node.ts";
import {
  account,
  createdEvent,
  createMessage,
  settledEvent,
  settleMessage,
  slotsOf,
  txOf,
} from "../transactions/testing/escrow-tx.ts";
import { CHAIN, openTestStore, type TestStore } from "../transactions/testing/store.ts";
import { collectEscrowBlocks } from "./blocks.ts";

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

const AMOUNT = "500000000";
const create = { creator: account("gateway"), amount: AMOUNT, modelId: "m" };
const settleOf = (escrowId: string) => ({
  settler: account("gateway"),
  escrowId,
  nonce: "39",
  hostStats: slotsOf([10, 20]),
  fees: "32000",
  version: "v4",
});

/** Even heights open the escrow of half their number, odd ones settle it; from 100 on nothing succeeds. */
function blockAt(height: number): TestBlock {
  const id = String(Math.floor(height / 2));
  const code = height >= 100 ? 5 : 0;
  if (height % 2 === 0) return { txs: [txOf(createMessage(create))], results: [{ code, events: [createdEvent(id, 7, create)] }] };
  const settle = settleOf(id);
  return { txs: [txOf(settleMessage(settle))], results: [{ code, events: [settledEvent(settle, AMOUNT)] }] };
}

async function start(blocks: (height: number) => TestBlock | null): Promise<ChainNode> {
  const node = await startChainNode(blocks);
  nodes.push(node);
  return node;
}

const id = z.object({ escrow_id: z.string() });
const ids = async (table: string) =>
  (await store.rows(id, `SELECT escrow_id FROM ${table} FINAL ORDER BY escrow_id`)).map(({ escrow_id }) => escrow_id);

/** Blocks stored as a version stored them that didn't know of escrows. */
async function storedBefore(node: ChainNode, heights: readonly number[]): Promise<void> {
  const writer = store.writer();
  const known = heights.map((height) => ({ height, time: timeOf(height) }));
  await collectTransactions(store.contextOf(), writer, [node.source], known);
  await writer.flush();
  const { client } = store.contextOf();
  for (const table of ["escrow_openings", "settlements", "settlement_slots"])
    await client.command({ query: `TRUNCATE TABLE ${table}` });
}

async function again(node: ChainNode, most: number, looked = new Set<number>()) {
  node.asked.length = 0;
  const told = await collectEscrowBlocks(store.contextOf(), store.writer(), CHAIN, [node.source], most, looked);
  return { ...told, heights: [...new Set(node.asked.map(({ height }) => height))].sort((a, b) => a - b) };
}

test("blocks stored before escrows were read are read again, oldest first, each once; what failed is not", async () => {
  const node = await start(blockAt);
  await storedBefore(node, [2, 3, 4, 5, 100, 101]);
  expect(await again(node, 3)).toEqual({ done: 3, failed: 0, heights: [2, 3, 4] });
  expect(await again(node, 3)).toEqual({ done: 1, failed: 0, heights: [5] });
  expect(await again(node, 3)).toEqual({ done: 0, failed: 0, heights: [] });
  expect([await ids("escrow_openings"), await ids("settlements")]).toEqual([
    ["1", "2"],
    ["1", "2"],
  ]);
});

test("a block whose results nobody told is read again until somebody does", async () => {
  let refused = true;
  const node = await start((height) => ({ ...blockAt(height), ...(refused ? { results: "refused" as const } : {}) }));
  await storedBefore(node, [2, 3]);
  const looked = new Set<number>();
  expect(await again(node, 9, looked)).toMatchObject({ done: 0, failed: 2 });
  refused = false;
  expect(await again(node, 9, looked)).toMatchObject({ done: 2, failed: 0 });
  expect([await ids("escrow_openings"), await ids("settlements")]).toEqual([["1"], ["1"]]);
});

test("a settlement whose slots were lost in a crash is read again", async () => {
  const node = await start(blockAt);
  await storedBefore(node, [3]);
  await again(node, 9);
  await store.contextOf().client.command({ query: "TRUNCATE TABLE settlement_slots" });
  expect(await again(node, 9)).toMatchObject({ done: 1, heights: [3] });
  expect((await ids("settlement_slots")).length).toBe(2);
});

test("an escrow that makes no sense is looked at once, and doesn't keep others waiting", async () => {
  const node = await start((height) => (height === 3 ? { ...blockAt(3), results: [{ code: 0, events: [] }] } : blockAt(height)));
  await storedBefore(node, [3, 5]);
  const looked = new Set<number>();
  expect((await again(node, 1, looked)).heights).toEqual([3]);
  expect((await again(node, 1, looked)).heights).toEqual([5]);
  expect((await again(node, 1, looked)).heights).toEqual([]);
  expect(await ids("settlements")).toEqual(["2"]);
});
