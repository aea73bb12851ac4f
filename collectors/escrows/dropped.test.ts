import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { TestServer } from "../http/testing/server.ts";
import { CHAIN } from "../transactions/testing/store.ts";
import { collectDroppedEscrows } from "./dropped.ts";
import { type EscrowNodeOptions, escrowJson, type Said, startEscrowNode } from "./testing/escrow-node.ts";
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

/** Escrow N × 10 is opened in epoch N, at height N × 100 + 30, and kept until two epochs later; state is kept from a height on. */
const keeping = (from: number): EscrowNodeOptions => ({
  height: 790,
  escrow: (id, height): Said => {
    const epoch = Number(id) / 10;
    if (height < from) return "busy";
    return height >= epoch * 100 + 30 && height <= (epoch + 2) * 100 + 25 ? escrowJson(id, { epoch_index: String(epoch) }) : null;
  },
});

async function collect(...options: EscrowNodeOptions[]) {
  const started = await Promise.all(options.map(startEscrowNode));
  nodes.push(...started);
  await collectDroppedEscrows(
    store.contextOf(),
    store.writer(),
    CHAIN,
    started.map(({ source }) => source),
    20,
  );
  const ids = await store.rows(z.object({ escrow_id: z.string() }), "SELECT escrow_id FROM escrows FINAL ORDER BY escrow_id");
  return {
    ids: ids.map(({ escrow_id }) => Number(escrow_id)),
    asked: started.map(({ requests }) => new Set(requests.map((path) => Number(path.split("/").at(-1))))),
  };
}

test("escrows that were dropped before they were asked for, as far back as a source keeps state", async () => {
  for (const epoch of [1, 2, 3, 4, 5, 6]) await store.open(BigInt(epoch * 10), epoch, epoch * 100 + 30);
  // What the chain still has is asked as of now, and not here.
  expect((await collect(keeping(700), keeping(400))).ids).toEqual([40, 50]);
  expect((await collect(keeping(0))).ids).toEqual([10, 20, 30, 40, 50]);
});

test("where no source goes back that far, a few questions are enough to know", async () => {
  for (let number = 0n; number < 10n; number++) await store.open(50n + number * 1000n, 5, 530);
  const { ids, asked } = await collect(keeping(700));
  expect([ids, asked[0]?.size]).toEqual([[], 3]);
});
