import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { count, queryRows } from "../../storage/read/query.ts";
import { absent, question, record, unknown } from "../../storage/testing/answers.ts";
import { type MadeUpChain, startOf, storeMadeUpChain } from "../../storage/testing/made-up-network.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { explain } from "../explain.ts";
import type { Method } from "../method.ts";
import { METHODS, methodsOf } from "../methods/index.ts";
import { evaluate } from "./evaluate.ts";
import { filledQuery } from "./method-sql.ts";
import { contentOf, readPublished, rowKey } from "./published.ts";
import { spanParams } from "./spans.ts";

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("evaluate");
});
afterAll(() => store?.remove());

const SHORT: MadeUpChain = { chain: "", first: 249, last: 251, days: 2 };
const stored = async (name: string, change: Partial<MadeUpChain> = {}): Promise<MadeUpChain> => {
  const chain = { ...SHORT, ...change, chain: name };
  await storeMadeUpChain(store.client, chain);
  return chain;
};
const run = (chain: MadeUpChain, methods: readonly Method[], now = startOf(chain, chain.last + 1)) =>
  evaluate(store.client, { chain: chain.chain, now, methods });
const values = async ({ chain }: MadeUpChain) =>
  (await readPublished(store.client, chain)).map((row) => `${rowKey(row)} ${contentOf(row)}`).sort();
const versions = async ({ chain }: MadeUpChain) => {
  const query = "SELECT count() AS n FROM indicator_values WHERE chain_id = {chain:String}";
  return (await queryRows(store.client, z.object({ n: count }), query, { chain }))[0]?.n;
};

const [active] = methodsOf("cap.hosts_active");
if (!active) throw new Error("cap.hosts_active has no method");
/** A method of a number an epoch, and a label row a name. */
const made = (version: number, factor: number, names: readonly string[] = []): Method => ({
  ...active,
  version,
  validFromEpoch: version === 2 ? 251 : 0,
  sql: `SELECT epoch, CAST(map(), 'Map(String, String)') AS labels, epoch * ${factor} AS value, NULL AS numerator, NULL AS denominator, 1 AS coverage,
      1 AS samples, '' AS note
    FROM agreed_epochs(chain = {chain:String}, as_of = {as_of:DateTime64(6)}) WHERE epoch BETWEEN {first:UInt32} AND {last:UInt32}
    ${names
      .map(
        (name) => `UNION ALL SELECT epoch, map('model_id', '${name}'), 1, NULL, NULL, 1, 1, ''
    FROM agreed_epochs(chain = {chain:String}, as_of = {as_of:DateTime64(6)}) WHERE epoch BETWEEN {first:UInt32} AND {last:UInt32}`,
      )
      .join("\n")}`,
});

describe("what is published", () => {
  it("is written when it changes and not again: not the same, not by an evaluation of the same facts", async () => {
    const chain = await stored("same");
    const first = await run(chain, METHODS);
    expect(first.rows_written).toBeGreaterThan(METHODS.length * 3);
    const before = await values(chain);
    const again = await run(chain, METHODS);
    expect(again).toEqual({ rows_written: 0, rows_unchanged: first.rows_written, errors: 0 });
    expect(await values(chain)).toEqual(before);
    expect(await versions(chain)).toBe(first.rows_written);
    // A lost ledger makes everything be computed again, and found as it was.
    await store.client.command({ query: "ALTER TABLE evaluations DELETE WHERE chain_id = 'same' SETTINGS mutations_sync = 1" });
    expect(await run(chain, METHODS)).toEqual({ rows_written: 0, rows_unchanged: first.rows_written, errors: 0 });
  });

  it("keeps the first method's series when a second one is added, and gives both by method", async () => {
    const chain = await stored("two methods");
    await run(chain, [made(1, 1)]);
    const before = await values(chain);
    await run(chain, [made(1, 1), made(2, 10)]);
    const by = async (method: number) =>
      (await readPublished(store.client, chain.chain, { indicator: active.indicator, axis: "epoch", method })).map(
        ({ bucket, value, state }) => [bucket, value, state],
      );
    expect(await by(1)).toEqual([249, 250, 251].map((epoch) => [epoch, epoch, "ok"]));
    expect(await by(2)).toEqual([
      [249, null, "not_enough_data"],
      [250, null, "not_enough_data"],
      [251, 2510, "ok"],
    ]);
    expect((await values(chain)).filter((text) => text.startsWith(`${active.indicator}|1|`))).toEqual(before);
  });

  it("is computed again when the method's text changes, and a label row that is gone is withdrawn", async () => {
    const chain = await stored("labels");
    const labels = async () =>
      (await readPublished(store.client, chain.chain, { axis: "epoch", firstBucket: 250, lastBucket: 250 })).map(
        (row) => row.labels,
      );
    await run(chain, [made(1, 1, ["x", "y"])]);
    expect(await labels()).toEqual(["{}", '{"model_id":"x"}', '{"model_id":"y"}']);
    const done = await run(chain, [made(1, 1, ["y"])]);
    expect(await labels()).toEqual(["{}", '{"model_id":"y"}']);
    const days = (await readPublished(store.client, chain.chain, { axis: "day", networkOnly: true })).length;
    expect(done).toMatchObject({ rows_written: 3 + days });
    await run(chain, [made(1, 1, ["x", "y"])]);
    expect(await labels()).toEqual(["{}", '{"model_id":"x"}', '{"model_id":"y"}']);
  });

  it("is taken back with its bucket, when an epoch that could not be told of turns out not to exist", async () => {
    const chain = await stored("gone");
    const asked = question("epoch_group", 252);
    await record(store.client, chain.chain, [unknown(asked, "a")]);
    await run(chain, [active]);
    const buckets = async () =>
      (await readPublished(store.client, chain.chain, { axis: "epoch" })).map(({ bucket, state }) => `${bucket} ${state}`);
    expect(await buckets()).toEqual(["249 ok", "250 ok", "251 ok", "252 source_lost"]);
    await record(store.client, chain.chain, [absent(asked, "a"), absent(asked, "b")]);
    expect((await run(chain, [active])).rows_written).toBe(1);
    expect(await buckets()).toEqual(["249 ok", "250 ok", "251 ok"]);
    expect((await run(chain, [active])).rows_written).toBe(0);
  });

  it("has no day after now, when now is set back", async () => {
    const chain = await stored("set back");
    const days = async () => (await readPublished(store.client, chain.chain, { axis: "day" })).map(({ bucket }) => bucket);
    await run(chain, [active]);
    const whole = await days();
    await run(chain, [active], startOf(chain, 250));
    expect(await days()).toEqual(whole.slice(0, 3));
    await run(chain, [active]);
    expect(await days()).toEqual(whole);
  });
});

it("does not depend on the order in which epochs were collected and evaluated", async () => {
  const whole = await stored("in one go", { first: 243, last: 250, days: 10 });
  await run(whole, METHODS);
  const parts: MadeUpChain = { ...whole, chain: "in parts" };
  for (const first of [247, 243]) {
    // The same facts: when an epoch begins is counted from the chain's first one, whichever is stored first.
    await storeMadeUpChain(store.client, parts, first);
    await run(parts, METHODS);
  }
  expect(await values(parts)).toEqual(await values(whole));
}, 60_000);

it("a run that is stopped goes on where it was", async () => {
  const chain = await stored("stopped");
  const stop = new AbortController();
  const methods = METHODS.slice(0, 4);
  const onProgress = (done: number) => {
    if (done === 2) stop.abort();
  };
  const options = { chain: chain.chain, now: startOf(chain, chain.last + 1), methods };
  await expect(evaluate(store.client, { ...options, signal: stop.signal, onProgress })).rejects.toThrow();
  await evaluate(store.client, options);
  const other = await stored("not stopped");
  await run(other, methods);
  expect(await values(chain)).toEqual(await values(other));
  expect((await evaluate(store.client, options)).rows_written).toBe(0);
});

it("gives way before each method", async () => {
  const chain = await stored("giving way");
  const methods = METHODS.slice(0, 4);
  const told: string[] = [];
  await evaluate(store.client, {
    ...{ chain: chain.chain, now: startOf(chain, chain.last + 1), methods },
    giveWay: async () => void told.push("waited"),
    onProgress: (_, __, { indicator }) => void told.push(indicator),
  });
  expect(told.filter((one) => one === "waited")).toHaveLength(methods.length);
  expect(told[0]).toBe("waited");
});

it("a method that fails fails the run, with its own error", async () => {
  const chain = await stored("failing");
  const bad = { ...active, version: 9, sql: active.sql.replace("countIf", "noSuchFunction") };
  await expect(run(chain, [active, bad])).rejects.toThrow(/noSuchFunction/);
});

it("explain's text gives the rows of the bucket as they are now, also where only some of them were published last", async () => {
  const chain = await stored("explained");
  await run(chain, [made(1, 1, ["x", "y"])]);
  // From here on a model more: the network-wide row stays as it was published.
  const later = made(1, 1, ["x", "y", "z"]);
  await run(chain, [later]);
  const explanation = await explain(store.client, {
    chain: chain.chain,
    indicator: active.indicator,
    epoch: 250,
    day: null,
    method: 1,
    most: 10,
    now: startOf(chain, 252),
  });
  const newest = explanation.rows.map((row) => row.published_at).sort();
  expect(newest[0]).not.toBe(newest.at(-1));
  expect(explanation.as_of).toBe(newest.at(-1));
  expect(
    filledQuery(later, { chain: chain.chain, as_of: explanation.as_of, first: 250, last: 250, ...spanParams([]) }),
  ).toContain(`toDateTime64('${newest.at(-1)}', 6)`);
});
