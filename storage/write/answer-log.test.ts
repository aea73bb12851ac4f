import type { ClickHouseClient } from "@clickhouse/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { EPOCH_MEMBERS, EXCLUSIONS, POC_EVENTS } from "../facts/tables.ts";
import { count, queryRows } from "../read/query.ts";
import { readVotes } from "../read/votes.ts";
import { absent, question, record, rowsOf, told, unknown } from "../testing/answers.ts";
import { exclusionRow, memberRow } from "../testing/rows.ts";
import { type TestStore, temporaryStore } from "../testing/store.ts";
import { AnswerLog } from "./answer-log.ts";

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("answers");
});
afterAll(() => store?.remove());

const asked = question("exclusions", 7);
const rows = (...addresses: string[]) => [rowsOf(EXCLUSIONS, ...addresses.map((address) => exclusionRow(7, address)))];
const number = async (chain: string, table: string) =>
  (
    await queryRows(store.client, z.object({ n: count }), `SELECT count() AS n FROM ${table} WHERE chain_id = {chain:String}`, {
      chain,
    })
  )[0]?.n;
const vote = async (chain: string) => (await readVotes(store.client, chain)).find(({ topic }) => topic === "exclusions");

describe("what is stored again", () => {
  it("nothing, when a source says what it said last, in this run or another", async () => {
    const answers = [
      told(asked, "a", rows("x", "y")),
      absent(question("exclusions", 8), "a"),
      unknown(question("exclusions", 9), "a"),
    ];
    expect(await record(store.client, "same", answers)).toEqual({ written: 5, unchanged: 0 });
    expect(await record(store.client, "same", [...answers, ...answers])).toEqual({ written: 0, unchanged: 2 * (3 + 1) });
    expect(await number("same", "answers")).toBe(3);
    expect(await number("same", "exclusions")).toBe(2);
  });

  it("the rows of a content once, whoever says it and in whatever order", async () => {
    const done = await record(store.client, "twice", [told(asked, "a", rows("x", "y")), told(asked, "b", rows("y", "x"))]);
    expect(done).toEqual({ written: 2 + 1 + 1, unchanged: 2 });
    expect(await record(store.client, "twice", [told(asked, "c", rows("x", "y"))])).toEqual({ written: 1, unchanged: 2 });
    expect(await number("twice", "exclusions")).toBe(2);
    expect(await vote("twice")).toMatchObject({ verdict: "agreed", agreeing: ["a", "b", "c"], odd: [] });
  });

  it("an answer that has become final, once; a later look that isn't sure takes nothing back", async () => {
    const look = (final: boolean) => record(store.client, "final", [told(asked, "a", rows("x"), { final })]);
    expect(await look(false)).toEqual({ written: 2, unchanged: 0 });
    expect(await vote("final")).toMatchObject({ final: false });
    expect(await look(true)).toEqual({ written: 1, unchanged: 1 });
    expect(await vote("final")).toMatchObject({ final: true });
    for (const final of [true, false]) expect(await look(final)).toEqual({ written: 0, unchanged: 2 });
    expect(await vote("final")).toMatchObject({ final: true });
    expect(await number("final", "answers")).toBe(2);
  });

  it("an absence that has become final, once", async () => {
    const look = (final: boolean) => record(store.client, "absence", [absent(asked, "a", final)]);
    expect(await look(false)).toEqual({ written: 1, unchanged: 0 });
    expect(await look(true)).toEqual({ written: 1, unchanged: 0 });
    expect(await look(false)).toEqual({ written: 0, unchanged: 1 });
    expect(await vote("absence")).toMatchObject({ verdict: "absent", final: true });
  });

  it("a content that a source goes back to", async () => {
    for (const address of ["x", "y", "x"])
      await record(store.client, "back", [told(asked, "a", rows(address), { final: false })]);
    expect(await number("back", "answers")).toBe(3);
    const seen = await queryRows(
      store.client,
      z.object({ address: z.string() }),
      "SELECT address FROM agreed_exclusions(chain = 'back', as_of = '2299-01-01 00:00:00')",
    );
    expect(seen).toEqual([{ address: "x" }]);
  });
});

describe("can't tell", () => {
  it("never takes back what was told, nor what was absent", async () => {
    const early = { final: false };
    await record(store.client, "silent", [told(asked, "a", rows("x"), early), absent(question("exclusions", 8), "a", false)]);
    const later = [unknown(asked, "a"), unknown(question("exclusions", 8), "a")];
    expect((await record(store.client, "silent", [...later, ...later])).written).toBe(2);
    expect((await readVotes(store.client, "silent")).map(({ verdict }) => verdict).sort()).toEqual(["absent", "agreed"]);
  });

  it("is nothing to a source that told when the chain could no longer change it", async () => {
    await record(store.client, "settled", [told(asked, "a", rows("x")), absent(question("exclusions", 8), "a")]);
    const later = await record(store.client, "settled", [unknown(asked, "a"), unknown(question("exclusions", 8), "a")]);
    expect(later.written).toBe(0);
  });

  it("is over with the next answer, be it the old one", async () => {
    const early = told(asked, "a", rows("x"), { final: false });
    const other = ["b", "c"].map((source) => told(asked, source, rows("y"), { final: false }));
    const quiet = ["b", "c"].map((source) => unknown(asked, source));
    await record(store.client, "returns", [early, ...other, ...quiet]);
    expect(await vote("returns")).toMatchObject({ verdict: "agreed", agreeing: ["a"], cannot_tell: ["b", "c"] });
    expect((await record(store.client, "returns", other)).written).toBe(2);
    expect(await vote("returns")).toMatchObject({ verdict: "agreed", agreeing: ["b", "c"], odd: ["a"], cannot_tell: [] });
  });

  it("is one state whatever its error text, and gives way to an answer", async () => {
    const errors = ["503", "timeout", "503"].map((text) => unknown(asked, "a", text));
    expect((await record(store.client, "errors", errors)).written).toBe(1);
    expect(await vote("errors")).toMatchObject({ verdict: "lost", cannot_tell: ["a"], tellers: 0 });
    await record(store.client, "errors", [told(asked, "a", rows("x"))]);
    expect(await vote("errors")).toMatchObject({ verdict: "agreed", cannot_tell: [] });
  });
});

/** The client, with something done before the inserts into a table. */
const before = (table: RegExp, act: () => Promise<void> | void): ClickHouseClient =>
  new Proxy(store.client, {
    get: (target, name) => {
      if (name === "insert")
        return async (insert: Parameters<ClickHouseClient["insert"]>[0]) => {
          if (table.test(insert.table)) await act();
          return target.insert(insert);
        };
      if (name === "exec")
        return async (exec: Parameters<ClickHouseClient["exec"]>[0]) => {
          if (table.test(exec.query.split(" ")[2] ?? "")) await act();
          return target.exec(exec);
        };
      return Reflect.get(target, name, target);
    },
  });

const crash = () => {
  throw new Error("killed");
};

describe("a crash", () => {
  const answer = told(question("epoch_group", 7), "a", [
    rowsOf(EPOCH_MEMBERS, ...Array.from({ length: 9000 }, (_, i) => memberRow(7, `m${i}`, 1n))),
  ]);

  it.each([
    ["between two batches of rows", /^epoch_members$/, 2],
    ["between rows and answers", /^answers$/, 1],
  ])("%s leaves no answer to be seen, and a retry is exact", async (where, table, at) => {
    const chain = `crash ${where}`;
    let seen = 0;
    const log = await AnswerLog.open(
      before(table, () => (++seen === at ? crash() : undefined)),
      chain,
      [7],
    );
    await expect(log.record(answer).then(() => log.flush())).rejects.toThrow("killed");
    expect(await readVotes(store.client, chain)).toEqual([]);
    expect(await number(chain, "epoch_members")).toBeGreaterThan(8000);
    await record(store.client, chain, [answer]);
    const [agreed] = await queryRows(
      store.client,
      z.object({ n: count, distinct: count }),
      "SELECT count() AS n, uniqExact(address) AS distinct FROM (SELECT address FROM epoch_members FINAL WHERE chain_id = {chain:String})",
      { chain },
    );
    expect(agreed).toEqual({ n: 9000, distinct: 9000 });
    expect(await readVotes(store.client, chain)).toMatchObject([{ verdict: "agreed", agreeing: ["a"] }]);
  });
});

it("an answer whose rows another source's answer is still writing is not stored before them", async () => {
  const chain = "in line";
  const filler = (epoch: number) =>
    told(question("poc_events", epoch), "a", [
      rowsOf(
        POC_EVENTS,
        ...Array.from({ length: 3 * 8192 }, (_, i) => ({
          epoch,
          event_sequence: BigInt(i),
          trigger_height: 1,
          generation_start_height: 2,
          phase: "p",
          poc_seed_block_hash: "",
        })),
      ),
    ]);
  let missing: string | null = null;
  const watch = before(/^answers$/, async () => {
    // What is about to be stored says "exclusions"; are its rows there?
    if ((await number(chain, "exclusions")) === 0) missing = "answers before rows";
  });
  const log = await AnswerLog.open(watch, chain, [7]);
  const full = log.record(filler(1));
  const first = log.record(told(asked, "a", rows("x")));
  const second = log.record(told(asked, "b", rows("x"))).then(() => log.flush());
  await Promise.all([full, first, second]);
  await log.flush();
  expect(missing).toBeNull();
  expect(await vote(chain)).toMatchObject({ verdict: "agreed", agreeing: ["a", "b"] });
});
