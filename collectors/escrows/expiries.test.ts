import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { TestServer } from "../http/testing/server.ts";
import { CREATE_ESCROW, SETTLE_ESCROW } from "../transactions/escrow-messages.ts";
import { CHAIN } from "../transactions/testing/store.ts";
import { collectEscrows } from "./collect.ts";
import { type EscrowNodeOptions, escrowJson, startEscrowNode } from "./testing/escrow-node.ts";
import { type EscrowStore, effectiveAt, openEscrowStore, RUNNING } from "./testing/facts.ts";

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

const expiry = z.object({ escrow_id: z.string(), epoch: z.number(), seen_height: z.string(), observed_at: z.string() });
/** The newest epoch whose escrows are dropped, and the last block that had them. */
const DROPPED = RUNNING - 2;
const LAST = effectiveAt(RUNNING);
const FIRST = effectiveAt(DROPPED) + 1;

async function expired(...options: EscrowNodeOptions[]) {
  const started = await Promise.all(options.map(startEscrowNode));
  nodes.push(...started);
  const now = new Date("2026-03-01T12:00:00Z");
  await collectEscrows(
    store.contextOf(),
    store.writer(),
    CHAIN,
    started.map(({ source }) => source),
    now,
    20,
    new Set(),
  );
  const rows = await store.rows(expiry, "SELECT * FROM escrow_expiries FINAL ORDER BY escrow_id");
  return { rows, requests: started.map(({ requests }) => requests.map((path) => path.split("/").at(-1))) };
}

const gone: EscrowNodeOptions = { height: LAST + 1 };

test("an escrow that every block leaves unsettled, and that a node beyond its end doesn't have, has expired", async () => {
  await store.open(1n, DROPPED);
  await store.open(2n, DROPPED);
  await store.settle(2n, FIRST + 5);
  await store.open(3n, RUNNING - 1);
  await store.blocks(FIRST, LAST, { [FIRST]: 1, [FIRST + 5]: 2 });
  await store.transaction(FIRST, 0, [CREATE_ESCROW]);
  await store.transaction(FIRST + 5, 0, [SETTLE_ESCROW]);
  await store.transaction(FIRST + 5, 1, [SETTLE_ESCROW], 11);
  const { rows } = await expired(gone);
  expect(rows).toEqual([
    { escrow_id: "1", epoch: DROPPED, seen_height: String(LAST + 1), observed_at: "2026-03-01 12:00:00.000" },
  ]);
  // It is not asked again.
  expect((await expired(gone)).requests).toEqual([["3", "4"]]);
});

const whole = async () => {
  await store.open(1n, DROPPED);
  await store.blocks(FIRST, LAST, { [FIRST]: 1 });
  await store.transaction(FIRST, 0, [CREATE_ESCROW]);
};

test.each<readonly [string, EscrowNodeOptions]>([
  ["still has it", { height: LAST + 1, escrow: (id) => (id === "1" ? escrowJson(id) : null) }],
  ["is not past its end", { height: LAST }],
  ["doesn't say of which height it speaks", { height: null }],
  ["can't tell", { height: LAST + 1, escrow: () => "busy" }],
])("where the node %s, nothing is said; the next may", async (_, node) => {
  await whole();
  expect((await expired(node)).rows).toEqual([]);
  expect((await expired(node, gone)).rows.map(({ escrow_id }) => escrow_id)).toEqual(["1"]);
});

test.each<readonly [string, () => Promise<void>]>([
  ["a block is not stored", () => store.blocks(FIRST, LAST - 1)],
  ["a transaction is not stored", () => store.blocks(FIRST, LAST, { [FIRST + 3]: 1 })],
  [
    "a settlement is stored that was not read",
    async () => {
      await store.blocks(FIRST, LAST, { [LAST]: 1 });
      await store.transaction(LAST, 0, [SETTLE_ESCROW]);
    },
  ],
  [
    "nobody knows what became of a settlement",
    async () => {
      await store.blocks(FIRST, LAST, { [FIRST + 3]: 1 });
      await store.transaction(FIRST + 3, 0, [SETTLE_ESCROW], null);
    },
  ],
])("where %s, nothing is said", async (_, facts) => {
  await store.open(1n, DROPPED);
  await facts();
  expect((await expired(gone)).rows).toEqual([]);
});

test("blocks that were searched for settlements need not be stored, those beside them have to be", async () => {
  await store.open(1n, DROPPED);
  await store.searched(FIRST - 3, LAST - 10);
  expect((await expired(gone)).rows).toEqual([]);
  await store.blocks(LAST - 9, LAST);
  expect((await expired(gone)).rows).toMatchObject([{ escrow_id: "1" }]);
});
