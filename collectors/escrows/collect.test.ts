import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { TestServer } from "../http/testing/server.ts";
import { CHAIN } from "../transactions/testing/store.ts";
import { collectEscrows } from "./collect.ts";
import { type EscrowNodeOptions, escrowJson, startEscrowNode } from "./testing/escrow-node.ts";
import { type EscrowStore, openEscrowStore } from "./testing/facts.ts";

let store: EscrowStore;
let nodes: TestServer[] = [];
beforeAll(async () => {
  store = await openEscrowStore();
});
afterAll(() => store?.close());
beforeEach(() => store.empty());
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
});

const row = z.object({
  escrow_id: z.string(),
  slots: z.array(z.string()),
  token_price: z.string(),
  epoch: z.number(),
  source: z.string(),
});
const NOW = new Date("2026-03-01T12:00:00Z");

async function start(...options: EscrowNodeOptions[]): Promise<TestServer[]> {
  nodes.push(...(await Promise.all(options.map(startEscrowNode))));
  return nodes;
}

async function collect(from: readonly TestServer[], most = 20, missing = new Set<bigint>()) {
  for (const node of from) node.requests.length = 0;
  const context = store.contextOf();
  const sources = from.map(({ source }) => source);
  const { problems } = await collectEscrows(context, store.writer(), CHAIN, sources, NOW, most, missing);
  const rows = await store.rows(row, "SELECT * FROM escrows FINAL ORDER BY escrow_id");
  const asked = from.map(({ requests }) => requests.map((path) => path.split("/").at(-1)));
  return { problems, rows, ids: rows.map(({ escrow_id }) => escrow_id), asked, rejections: context.notebook.rejections };
}

/** A node with escrows up to an id. */
const upTo = (last: number) => ({ escrow: (id: string) => (Number(id) >= 1 && Number(id) <= last ? escrowJson(id) : null) });

test("escrows that blocks opened are asked once, spread over the sources", async () => {
  for (let id = 1n; id <= 6n; id++) await store.open(id, 7);
  const from = await start(upTo(6), upTo(6), upTo(6));
  const first = await collect(from);
  expect(first.ids).toEqual(["1", "2", "3", "4", "5", "6"]);
  expect(first.rows[0]).toMatchObject({ slots: ["gonka1a", "gonka1b", "gonka1a"], token_price: "10", epoch: 7 });
  expect(new Set(first.rows.map(({ source }) => source)).size).toBe(3);
  // Beside two each there is the one above the highest, asked of one.
  expect(first.asked.map(({ length }) => length).sort()).toEqual([2, 2, 3]);
  const again = await collect(from);
  expect(again.asked.flat()).toEqual(["7"]);
  expect([again.rows, again.problems]).toEqual([first.rows, []]);
});

test.each([
  ["another creator", { creator: "gonka1stranger" }],
  ["another amount", { amount: "1" }],
  ["another epoch", { epoch_index: "6" }],
  ["another model", { model_id: "n" }],
])("an answer with %s than the event is rejected, and the next source asked", async (_, change) => {
  await store.open(1n, 7);
  const [liar, honest] = await start({ escrow: (id) => escrowJson(id, change) }, upTo(1));
  if (!liar || !honest) throw new Error("two nodes");
  const { rows, rejections, problems } = await collect([liar, honest], 1);
  expect(rows.map(({ source }) => source)).toEqual([honest.source.name]);
  expect([rejections, problems]).toEqual([1, []]);
});

test("what one source doesn't have or can't tell, the next is asked; where nobody has it, that is no row and no zero", async () => {
  await store.open(1n, 7);
  const [behind, busy, whole] = await start({}, { escrow: () => "busy" }, upTo(1));
  if (!behind || !busy || !whole) throw new Error("three nodes");
  expect(await collect([behind, busy])).toMatchObject({
    ids: [],
    problems: ["1 escrows that were opened: no source could tell them"],
    rejections: 0,
  });
  expect((await collect([behind, busy, whole])).ids).toEqual(["1"]);
});

test("an odd answer is rejected whole", async () => {
  await store.open(1n, 7);
  const [odd, other, empty, whole] = await start(
    { escrow: (id) => ({ ...escrowJson(id), token_price: "10.5" }) },
    { escrow: () => escrowJson("2") },
    { escrow: (id) => escrowJson(id, { slots: [] }) },
    upTo(1),
  );
  if (!odd || !other || !empty || !whole) throw new Error("four nodes");
  const { ids, rejections } = await collect([odd, other, empty, whole], 1);
  expect([ids, rejections]).toEqual([["1"], 3]);
});

test("where nothing is known, ids are walked up from the first until one is not there", async () => {
  const from = await start(upTo(4), upTo(4));
  expect((await collect(from)).ids).toEqual(["1", "2", "3", "4"]);
  const [lone] = from;
  if (!lone) throw new Error("a node");
  await store.empty();
  expect((await collect([lone])).ids).toEqual(["1", "2", "3", "4"]);
});

test("a lone source that makes escrows up is not believed, and doesn't move the mark", async () => {
  const [liar, honest] = await start(upTo(1_000_000), upTo(2));
  if (!liar || !honest) throw new Error("two nodes");
  expect((await collect([liar, honest])).ids).toEqual(["1", "2"]);
  const other = await start({ escrow: (id) => escrowJson(id, { slots: ["gonka1c"] }) }).then((all) => all.at(-1));
  if (!other) throw new Error("a node");
  await store.empty();
  expect((await collect([liar, other])).ids).toEqual([]);
});

test("escrows that settlements and hosts name are asked; a name that nobody knows is asked once", async () => {
  await store.open(100n, 7);
  await store.settle(40n, 720);
  await store.list(41n, 7);
  await store.list(9_999n, 7);
  await store.list(30n, 2);
  const has = new Set(["40", "41", "100"]);
  const from = await start(
    { escrow: (id) => (has.has(id) ? escrowJson(id) : null) },
    { escrow: (id) => (has.has(id) ? escrowJson(id) : null) },
  );
  const missing = new Set<bigint>();
  expect((await collect(from, 20, missing)).ids).toEqual(["40", "41", "100"]);
  expect(missing).toEqual(new Set([9_999n]));
  expect((await collect(from, 20, missing)).asked.flat()).toEqual(["101"]);
});

test("no source is asked more often than it may be", async () => {
  for (let id = 1n; id <= 30n; id++) await store.open(id, 7);
  const from = await start(upTo(30), { escrow: () => "busy" });
  const { asked, ids } = await collect(from, 4);
  expect(asked[0]?.length).toBe(4);
  expect(ids.length).toBe(4);
  // One that is busy is asked again by the client itself.
  expect(new Set(asked[1]).size).toBeLessThanOrEqual(4);
  expect((await collect([], 4)).ids.length).toBe(4);
});

test("what the chain has dropped is not asked for any more, what it drops next is asked first", async () => {
  await store.open(1n, 5);
  await store.open(3n, 7);
  await store.open(2n, 6);
  const epochOf = (id: string) => escrowJson(id, { epoch_index: id === "2" ? "6" : "7" });
  const from = await start({ escrow: (id) => epochOf(id) });
  expect((await collect(from, 1)).ids).toEqual(["2"]);
  expect((await collect(from, 1)).ids).toEqual(["2", "3"]);
});

test("a row that contradicts the opening is asked again", async () => {
  await store.known(1n, 6, ["gonka1c"]);
  await store.open(1n, 7);
  const from = await start(upTo(1));
  expect((await collect(from)).rows).toMatchObject([{ escrow_id: "1", epoch: 7, slots: ["gonka1a", "gonka1b", "gonka1a"] }]);
});
