import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MadeUpChain, startOf, storeMadeUpChain } from "../../storage/testing/made-up-network.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { evaluate } from "../evaluator/evaluate.ts";
import { readPublished } from "../evaluator/published.ts";
import { groupLosses } from "./mdl.group_losses.v1.ts";

/** A month an epoch: 3 is the last of the first quarter, 4 to 7 begin in the second. Model b is gone in 3 and 7. */
const CHAIN: MadeUpChain = { chain: "", first: 1, last: 8, days: 30 };

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("losses");
});
afterAll(() => store?.remove());

describe("model groups lost", () => {
  it.each([
    { chain: "whole", missing: null },
    { chain: "a group of epoch 5 not told", missing: 5 },
    { chain: "a group of epoch 3 not told, before the quarter", missing: 3 },
  ])("$chain: a quarter's sum is a number only with every group since the epoch before it", async ({ chain: name, missing }) => {
    const chain = { ...CHAIN, chain: name };
    const isTold = ({ topic, epoch, subject }: { topic: string; epoch: number; subject: string }) =>
      !(topic === "model_group" && epoch === missing && subject === "vendor/a");
    await storeMadeUpChain(store.client, chain, 1, isTold);
    await evaluate(store.client, { chain: name, now: startOf(chain, 9), methods: [groupLosses] });
    const rows = await readPublished(store.client, name, { axis: "epoch" });
    const quarter = (epoch: number) =>
      rows.find(({ bucket, labels }) => bucket === epoch && labels === '{"period":"quarter"}')?.value;
    const network = (epoch: number) => rows.find(({ bucket, labels }) => bucket === epoch && labels === "{}")?.value;
    if (missing === null) {
      expect([2, 3, 4, 5, 6, 7].map(network)).toEqual([0, 1, 0, 0, 0, 1]);
      expect([4, 5, 6, 7].map(quarter)).toEqual([0, 0, 0, 1]);
    }
    if (missing === 5) {
      expect(network(5)).toBeNull();
      expect(quarter(4)).toBe(0);
      expect(network(7)).toBe(1);
      expect(quarter(7)).toBeNull();
    }
    if (missing === 3) for (const epoch of [5, 6, 7]) expect(quarter(epoch), `${epoch}`).toBeNull();
  });

  it("is computed again when an earlier group of the quarter is told after all", async () => {
    const chain = { ...CHAIN, chain: "told later" };
    const run = () => evaluate(store.client, { chain: chain.chain, now: startOf(chain, 9), methods: [groupLosses] });
    const sum = async () =>
      (await readPublished(store.client, chain.chain, { axis: "epoch", firstBucket: 6, lastBucket: 6 })).find(({ labels }) =>
        labels.includes("quarter"),
      )?.value;
    await storeMadeUpChain(store.client, chain, 1, ({ topic, epoch }) => !(topic === "model_group" && epoch === 3));
    await run();
    expect(await sum()).toBeNull();
    await storeMadeUpChain(store.client, chain, 3);
    await run();
    expect(await sum()).toBe(0);
  });
});
