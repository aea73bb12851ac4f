import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { count, queryRows } from "../read/query.ts";
import { type TestStore, temporaryStore } from "../testing/store.ts";
import { RunJournal, startRun } from "./runs.ts";

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("runs");
});
afterAll(() => store?.remove());

const DONE = { outcome: "done", rows_written: 3, rows_unchanged: 1, errors: 0 } as const;
const outcomes = (kind: string) =>
  queryRows(
    store.client,
    z.object({ outcome: z.string(), rows: count }),
    "SELECT outcome, rows_written AS rows FROM runs WHERE kind = {kind:String} ORDER BY recorded_at",
    { kind },
  );

it("records many short runs by few inserts, start before end", async () => {
  let inserts = 0;
  const client = new Proxy(store.client, {
    get: (target, name) => {
      if (name === "insert") inserts += 1;
      return Reflect.get(target, name, target);
    },
  });
  const journal = new RunJournal(client, () => {});
  for (let index = 0; index < 50; index++) await (await startRun(journal, "c", "short", "")).end(DONE);
  await journal.flush();
  expect(inserts).toBe(1);
  const rows = await outcomes("short");
  expect(rows.length).toBe(100);
  expect(rows.slice(0, 2)).toEqual([
    { outcome: "running", rows: 0 },
    { outcome: "done", rows: 3 },
  ]);
});

it("records a run that is never told to end, soon", async () => {
  const journal = new RunJournal(store.client, () => {});
  await startRun(journal, "c", "endless", "");
  expect(await outcomes("endless")).toEqual([]);
  await sleep(700);
  expect(await outcomes("endless")).toEqual([{ outcome: "running", rows: 0 }]);
});

it("keeps what the store did not take, and says why", async () => {
  let broken = true;
  const client: ClickHouseClient = new Proxy(store.client, {
    get: (target, name) => {
      if (name === "insert" && broken) return () => Promise.reject(new Error("disk full"));
      return Reflect.get(target, name, target);
    },
  });
  const said: unknown[] = [];
  const journal = new RunJournal(client, (error) => said.push(error));
  const run = await startRun(journal, "c", "kept", "");
  await journal.flush();
  await run.end(DONE);
  await journal.flush();
  expect(said).toEqual([new Error("disk full"), new Error("disk full")]);
  expect(await outcomes("kept")).toEqual([]);
  broken = false;
  await journal.flush();
  expect((await outcomes("kept")).map(({ outcome }) => outcome)).toEqual(["running", "done"]);
});
