import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { collectTransactions } from "./collect.ts";
import { CREATE_ESCROW, SETTLE_ESCROW } from "./escrow-messages.ts";
import { escrowRowsIn } from "./escrow-rows.ts";
import { type ChainNode, startChainNode, type TestBlock, type TestEvent, timeOf } from "./testing/chain-node.ts";
import {
  account,
  createdEvent,
  createMessage,
  execMessage,
  type GoldenCreate,
  type GoldenSettle,
  settledEvent,
  settleMessage,
  slotsOf,
  txOf,
} from "./testing/escrow-tx.ts";
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

const AMOUNT = "18446744200000";
const create: GoldenCreate = { creator: account("gateway"), amount: AMOUNT, modelId: "Qwen/QwQ-32B" };
const settle: GoldenSettle = {
  settler: account("gateway"),
  escrowId: "7",
  nonce: "70",
  hostStats: slotsOf([1000, 0, 18446744073709, 350], { missed: 4_294_967_295, invalid: 3 }),
  fees: "63000",
  version: "v3",
};

const opening = z.object({
  escrow_id: z.string(),
  epoch: z.number(),
  amount: z.string(),
  creator: z.string(),
  model_id: z.string(),
});
const settlement = z.object({
  escrow_id: z.string(),
  height: z.string(),
  tx_index: z.number(),
  nonce: z.string(),
  fees: z.string(),
  total_payout: z.string().nullable(),
  remainder: z.string().nullable(),
  protocol_version: z.string(),
  source: z.string(),
});
const slot = z.object({ slot_id: z.number(), missed: z.number(), invalid: z.number(), cost: z.string() });

async function collect(...blocks: ((height: number) => TestBlock | null)[]) {
  const started = await Promise.all(blocks.map((block) => startChainNode(block)));
  nodes.push(...started);
  const writer = store.writer();
  const context = store.contextOf();
  const told = await collectTransactions(
    context,
    writer,
    started.map(({ source }) => source),
    [{ height: 5, time: timeOf(5) }],
  );
  await writer.flush();
  const count = z.object({ rows: z.coerce.number() });
  return {
    ...told,
    sources: started.map(({ source }) => source.name),
    rejections: context.notebook.rejections,
    openings: await store.rows(opening, "SELECT * FROM escrow_openings FINAL ORDER BY escrow_id"),
    settlements: await store.rows(settlement, "SELECT * FROM settlements FINAL ORDER BY escrow_id"),
    slots: await store.rows(slot, "SELECT * FROM settlement_slots FINAL ORDER BY slot_id"),
    transactions: (await store.rows(count, "SELECT count() AS rows FROM transactions FINAL"))[0]?.rows,
  };
}

/** One transaction with its events. */
const block =
  (tx: Uint8Array, events: readonly TestEvent[], code = 0): (() => TestBlock) =>
  () => ({ txs: [tx], results: [{ code, events }] });

test("a settlement, slots in any order, numbers up to the largest; inside MsgExec the same as outside", async () => {
  for (const message of [settleMessage(settle), execMessage([execMessage([settleMessage(settle)])])]) {
    await store.empty();
    const found = await collect(block(txOf(message), [settledEvent(settle, AMOUNT)]));
    const row = { escrow_id: "7", height: "5", tx_index: 0, nonce: "70", fees: "63000", protocol_version: "v3" };
    // 1000 + 0 + 18446744073709 + 350 of the slots and 63000 of fees.
    const money = { total_payout: "18446744138059", remainder: "61941" };
    expect(found.settlements).toEqual([{ ...row, ...money, source: found.sources[0] }]);
    expect(found.slots).toEqual(
      ["1000", "0", "18446744073709", "350"].map((cost, slot_id) => ({ slot_id, missed: 4_294_967_295, invalid: 3, cost })),
    );
    expect([found.done, found.rejections]).toEqual([[5], 0]);
  }
});

test("several in one transaction: each event goes with its own message", async () => {
  const other: GoldenSettle = { ...settle, escrowId: "9", nonce: "1", hostStats: slotsOf([10]), fees: "11000" };
  const dear = { ...create, amount: "900000000" };
  const tx = txOf(
    settleMessage(other),
    createMessage(dear),
    execMessage([createMessage(create), settleMessage(settle)]),
    createMessage(create),
  );
  const events = [
    createdEvent("11", 7, create),
    settledEvent(settle, AMOUNT),
    createdEvent("12", 7, dear),
    createdEvent("13", 7, create),
    settledEvent(other, AMOUNT),
  ];
  const found = await collect(block(tx, events));
  expect(found.openings.map(({ escrow_id, amount, epoch }) => [escrow_id, amount, epoch])).toEqual([
    ["11", AMOUNT, 7],
    ["12", "900000000", 7],
    ["13", AMOUNT, 7],
  ]);
  expect(found.settlements.map(({ escrow_id, fees }) => [escrow_id, fees])).toEqual([
    ["7", "63000"],
    ["9", "11000"],
  ]);
  expect([found.done, found.rejections]).toEqual([[5], 0]);
});

test("what failed changed nothing, whatever events stand beside it; of what has no code nobody knows", async () => {
  const failed = await collect(block(txOf(settleMessage(settle), createMessage(create)), [settledEvent(settle, AMOUNT)], 11));
  expect([failed.openings, failed.settlements, failed.slots, failed.rejections]).toEqual([[], [], [], 0]);
  expect([failed.done, failed.transactions]).toEqual([[5], 1]);
  await store.empty();
  const untold = await collect(() => ({ txs: [txOf(settleMessage(settle))], results: "refused" }));
  expect([untold.settlements, untold.rejections, untold.failed, untold.transactions]).toEqual([[], 0, [5], 1]);
});

const odd: readonly (readonly [string, Uint8Array, readonly TestEvent[]])[] = [
  ["fees that differ", txOf(settleMessage(settle)), [settledEvent(settle, AMOUNT, { fees: "63001" })]],
  ["another escrow", txOf(settleMessage(settle)), [settledEvent(settle, AMOUNT, { escrow_id: "8" })]],
  ["another settler", txOf(settleMessage(settle)), [settledEvent(settle, AMOUNT, { settler: account("stranger") })]],
  ["another version", txOf(settleMessage(settle)), [settledEvent(settle, AMOUNT, { state_root_and_protocol_version: "v4" })]],
  ["a payout that is no number", txOf(settleMessage(settle)), [settledEvent(settle, AMOUNT, { total_payout: "1e9" })]],
  [
    "a payout beyond 64 bits",
    txOf(settleMessage(settle)),
    [settledEvent(settle, AMOUNT, { total_payout: "18446744073709551616" })],
  ],
  ["no event", txOf(settleMessage(settle)), []],
  ["no message", txOf(), [settledEvent(settle, AMOUNT)]],
  ["two events", txOf(settleMessage(settle)), [settledEvent(settle, AMOUNT), settledEvent(settle, AMOUNT)]],
  ["two messages", txOf(settleMessage(settle), settleMessage(settle)), [settledEvent(settle, AMOUNT)]],
  [
    "a message that can't be read",
    txOf({ ...settleMessage(settle), value: Uint8Array.of(0x12, 0) }),
    [settledEvent(settle, AMOUNT)],
  ],
  ["an opening of another amount", txOf(createMessage(create)), [createdEvent("7", 7, { ...create, amount: "1" })]],
  ["an opening by another", txOf(createMessage(create)), [createdEvent("7", 7, { ...create, creator: account("stranger") })]],
  ["an opening of another model", txOf(createMessage(create)), [createdEvent("7", 7, { ...create, modelId: "m" })]],
  ["an opening in no epoch", txOf(createMessage(create)), [createdEvent("7", 2 ** 40, create)]],
  [
    "one message, two openings",
    txOf(createMessage({ ...create, amount: "5" })),
    [createdEvent("7", 7, create), createdEvent("8", 7, create)],
  ],
];

test.each(odd)("%s: counted, a row nowhere", (_, tx, events) => {
  const place = { height: 5, time: timeOf(5), tx_index: 0, hash: "A".repeat(64), source: "node" };
  const { rows, faults } = escrowRowsIn(tx, [CREATE_ESCROW, SETTLE_ESCROW], events, place);
  expect(rows).toEqual({ openings: [], settlements: [], slots: [] });
  expect(faults.length).toBeGreaterThan(0);
});

const wrong = block(txOf(settleMessage(settle)), [settledEvent(settle, AMOUNT, { fees: "1" })]);

test("where everybody contradicts himself, the transactions are stored and nothing else", async () => {
  const found = await collect(wrong, wrong);
  expect([found.openings, found.settlements, found.slots]).toEqual([[], [], []]);
  expect([found.done, found.failed, found.transactions, found.rejections]).toEqual([[5], [], 1, 2]);
});

test("where one contradicts himself, the next is asked", async () => {
  const good = txOf(settleMessage(settle), createMessage(create));
  const found = await collect(wrong, block(good, [settledEvent(settle, AMOUNT), createdEvent("8", 7, create)]));
  expect(found.settlements.map(({ escrow_id, source }) => [escrow_id, source])).toEqual([["7", found.sources[1]]]);
  expect(found.openings.map(({ escrow_id }) => escrow_id)).toEqual(["8"]);
  expect([found.done, found.failed, found.transactions, found.rejections]).toEqual([[5], [], 1, 1]);
});

test("an event of an older version that leaves payout and fees out contradicts nothing", async () => {
  const { type, attributes } = settledEvent(settle, AMOUNT);
  const older = { type, attributes: attributes.filter(({ key }) => key === "escrow_id" || key === "settler") };
  const found = await collect(block(txOf(settleMessage(settle)), [older]));
  expect(found.settlements).toMatchObject([{ escrow_id: "7", fees: "63000", total_payout: null, remainder: null }]);
  expect(found.rejections).toBe(0);
});
