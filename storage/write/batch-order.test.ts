import { afterAll, beforeAll, expect, it } from "vitest";
import { ESCROW_OPENINGS, type FactTable, SETTLEMENTS, TRANSACTIONS } from "../facts/tables.ts";
import { INFERENCE_ROWS } from "../testing/inference-rows.ts";
import { LIVE_ROWS } from "../testing/live-rows.ts";
import { type TestStore, temporaryStore } from "../testing/store.ts";
import { BatchWriter } from "./batch-writer.ts";

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("batch-order");
});
afterAll(() => store.remove());

it("inserts tables in the order in which they were first written, whatever format they travel in", async () => {
  const inserts: string[] = [];
  const exec: TestStore["client"]["exec"] = (asked) => {
    inserts.push(asked.query.replace(/INSERT INTO (\w+) .* FORMAT (\w+)/s, "$1 $2"));
    return store.client.exec(asked);
  };
  const writer = new BatchWriter(Object.create(store.client, { exec: { value: exec } }));
  const write = (table: FactTable, row: object | undefined) => writer.writeRows(table, { chain_id: "order" }, [{ ...row }]);
  await write(SETTLEMENTS, INFERENCE_ROWS["settlements"]);
  await write(TRANSACTIONS, LIVE_ROWS["transactions"]);
  await write(ESCROW_OPENINGS, INFERENCE_ROWS["escrow_openings"]);
  await writer.flush();
  expect(inserts).toEqual(["settlements Native", "transactions JSONCompactEachRow", "escrow_openings Native"]);
});
