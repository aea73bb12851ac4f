import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { TestServer } from "../http/testing/server.ts";
import { CHAIN } from "../transactions/testing/store.ts";
import { collectHostEpochStats } from "./host-epoch-stats.ts";
import { type EscrowNodeOptions, startEscrowNode, statsJson } from "./testing/escrow-node.ts";
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

const row = z.object({
  epoch: z.number(),
  address: z.string(),
  found: z.boolean(),
  missed: z.number(),
  invalid: z.number(),
  cost: z.string(),
  escrow_count: z.number(),
  final: z.boolean(),
});

/** At height 780 of the running epoch unless it says otherwise; sums grow with the height. */
const telling = (options: EscrowNodeOptions = {}): EscrowNodeOptions => ({
  height: 780,
  stats: (epoch, address, height) => statsJson(epoch, address, String(height), 1),
  ...options,
});

async function start(...options: EscrowNodeOptions[]) {
  nodes.push(...(await Promise.all(options.map(startEscrowNode))));
  return nodes;
}

async function collect(from: readonly TestServer[], most = 20) {
  for (const node of from) node.requests.length = 0;
  const context = store.contextOf();
  const { problems } = await collectHostEpochStats(
    context,
    store.writer(),
    CHAIN,
    from.map(({ source }) => source),
    most,
  );
  const rows = await store.rows(row, "SELECT * FROM host_epoch_stats FINAL ORDER BY epoch, address, recorded_at");
  const asked = from.map(({ requests }) => requests.map((path) => path.split("/").slice(-2).join("/")));
  return { problems, rows, asked, rejections: context.notebook.rejections, context };
}

test("each host with a slot in a settled escrow of the running epoch or the one before, once, and again after the next settlement", async () => {
  await store.known(1n, RUNNING, ["gonka1a", "gonka1b", "gonka1a"]);
  await store.known(2n, RUNNING - 1, ["gonka1c"]);
  await store.known(3n, RUNNING, ["gonka1c"]);
  await store.settle(1n, 730);
  await store.settle(2n, 731);
  const from = await start(telling());
  const first = await collect(from);
  expect(first.rows).toEqual([
    { epoch: 6, address: "gonka1c", found: true, missed: 1, invalid: 2, cost: "780", escrow_count: 1, final: false },
    { epoch: 7, address: "gonka1a", found: true, missed: 1, invalid: 2, cost: "780", escrow_count: 1, final: false },
    { epoch: 7, address: "gonka1b", found: true, missed: 1, invalid: 2, cost: "780", escrow_count: 1, final: false },
  ]);
  expect((await collect(from)).asked).toEqual([[]]);
  await store.settle(3n, 740);
  expect((await collect(from)).asked).toEqual([["7/gonka1c"]]);
});

test("a source that has not come as far as the settlement, or denies it, is no answer", async () => {
  await store.known(1n, RUNNING, ["gonka1a"]);
  await store.settle(1n, 770);
  const [behind, denies, busy, whole] = await start(
    telling({ height: 769 }),
    telling({ stats: () => null }),
    telling({ stats: () => "busy" }),
    telling(),
  );
  if (!behind || !denies || !busy || !whole) throw new Error("four nodes");
  const without = await collect([behind, denies, busy]);
  expect([without.rows, without.rejections]).toEqual([[], 1]);
  expect(without.problems).toEqual(["1 sums of hosts over an epoch's settlements: no source could tell them"]);
  const told = await collect([behind, denies, busy, whole]);
  expect(told.rows.map(({ cost }) => cost)).toEqual(["780"]);
});

test("sums of another host or epoch, or of no number, are rejected", async () => {
  await store.known(1n, RUNNING, ["gonka1a"]);
  await store.settle(1n, 770);
  const from = await start(
    telling({ stats: (epoch) => statsJson(epoch, "gonka1b", "5", 1) }),
    telling({ stats: (epoch, address) => statsJson(epoch + 1, address, "5", 1) }),
    telling({ stats: (epoch, address) => statsJson(epoch, address, "-5", 1) }),
    telling({ stats: (epoch, address) => ({ ...statsJson(epoch, address, "5", 1), missed: undefined }) }),
  );
  const { rows, rejections } = await collect(from);
  expect([rows, rejections]).toEqual([[], 4]);
});

test("of the epoch that was dropped last, once more at the last height that had it: final", async () => {
  await store.known(1n, RUNNING - 2, ["gonka1a", "gonka1b"]);
  await store.settle(1n, 560);
  const last = effectiveAt(RUNNING) - 1;
  const from = await start(telling());
  const { rows } = await collect(from);
  expect(rows.map(({ address, cost, final }) => [address, cost, final])).toEqual([
    ["gonka1a", String(last), true],
    ["gonka1b", String(last), true],
  ]);
  expect((await collect(from)).asked).toEqual([[]]);
});

test("sums that were settled in the very block that dropped them are never final, the others are", async () => {
  await store.known(1n, RUNNING - 2, ["gonka1a"]);
  await store.settle(1n, effectiveAt(RUNNING));
  await store.known(2n, RUNNING - 2, ["gonka1b"]);
  await store.settle(2n, 560);
  const { rows } = await collect(await start(telling()));
  expect(rows.map(({ address, final }) => [address, final])).toEqual([["gonka1b", true]]);
});

test("where no node has that height any more, one question is enough to know, and nothing is final", async () => {
  await store.known(1n, RUNNING - 2, ["gonka1a", "gonka1b", "gonka1c"]);
  await store.settle(1n, 560);
  const [pruned] = await start(telling({ stats: () => "busy" }));
  if (!pruned) throw new Error("a node");
  const { rows, asked } = await collect([pruned]);
  expect(rows).toEqual([]);
  expect(new Set(asked[0])).toEqual(new Set(["5/gonka1a"]));
});

test("where the slots are not known every member may have one; who has none is no zero", async () => {
  await store.open(1n, RUNNING);
  await store.settle(1n, 760);
  const from = await start(
    telling({ stats: (epoch, address) => (address === "gonka1b" ? statsJson(epoch, address, "70", 1) : null) }),
  );
  const { rows, problems, rejections } = await collect(from);
  expect(rows.map(({ address, found, cost }) => [address, found, cost])).toEqual([
    ["gonka1a", false, "0"],
    ["gonka1b", true, "70"],
    ["gonka1c", false, "0"],
  ]);
  expect([problems, rejections]).toEqual([[], 0]);
  expect((await collect(from)).asked).toEqual([[]]);
});

test("no source is asked more often than it may be; who was asked longest ago comes first", async () => {
  await store.known(1n, RUNNING, ["gonka1a", "gonka1b", "gonka1c"]);
  await store.settle(1n, 760);
  const from = await start(telling());
  expect((await collect(from, 2)).asked).toEqual([["7/gonka1a", "7/gonka1b"]]);
  await store.settle(1n, 760);
  expect((await collect(from, 2)).asked).toEqual([["7/gonka1c", "7/gonka1a"]]);
});
