import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { EPOCH_MEMBERS, EPOCH_RESULTS, EXCLUSIONS, PARAMS } from "./facts/tables.ts";
import { at, clickhouseTime, count, NOW, queryRows } from "./read/query.ts";
import { readEpochs, readVotes } from "./read/votes.ts";
import { headerAnswer, question, record, rootAnswer, rowsOf, told, unknown } from "./testing/answers.ts";
import { epochRow, exclusionRow, memberRow, paramsRow, resultRow } from "./testing/rows.ts";
import { ENGINES, type TestStore } from "./testing/store.ts";
import type { Answer } from "./write/answer-log.ts";
import { BatchWriter } from "./write/batch-writer.ts";
import { microsecondClock } from "./write/clock.ts";
import { encodeRow } from "./write/encode.ts";

const AT = "chain = {chain:String}, as_of = {as_of:DateTime64(6)}";
const VIEWS = [
  "latest_answers",
  "votes",
  "agreed",
  "agreed_epochs",
  "agreed_members",
  "agreed_model_members",
  "agreed_nodes",
  "agreed_results",
  "agreed_exclusions",
  "agreed_poc_events",
  "agreed_headers",
  "epoch_times",
  "params_versions",
  "epoch_params",
  "published",
];

describe.each(ENGINES)("on $engine", ({ open }) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await open("contract");
  });
  afterAll(() => store?.remove());

  const ask = <Row extends z.ZodType>(row: Row, query: string, chain: string, asOf = NOW) =>
    queryRows(store.client, row, query, at(chain, asOf));
  const say = (chain: string, ...answers: Answer[]) => record(store.client, chain, answers);
  const asked = question("exclusions", 7);
  const excluded = (source: string, addresses: readonly string[]) =>
    told(asked, source, [rowsOf(EXCLUSIONS, ...addresses.map((address) => exclusionRow(7, address)))], { final: false });
  const exclusions = async (chain: string, asOf = NOW) =>
    (
      await ask(z.object({ address: z.string() }), `SELECT address FROM agreed_exclusions(${AT}) ORDER BY address`, chain, asOf)
    ).map(({ address }) => address);

  it("builds the schema, and every view answers on nothing", async () => {
    for (const view of VIEWS) expect(await ask(z.unknown(), `SELECT * FROM ${view}(${AT})`, "nobody"), view).toEqual([]);
  });

  it("keeps facts exact before and after merges, however often they were inserted", async () => {
    await store.client.command({ query: "SYSTEM STOP MERGES epoch_members" });
    const members = Array.from({ length: 50 }, (_, i) => memberRow(7, `m${i}`, BigInt(i)));
    await say("merges", rootAnswer("a", epochRow(7), members));
    const stored = z.object({ content_hash: z.string() });
    const [hash] = await ask(stored, `SELECT content_hash FROM agreed(${AT})`, "merges");
    const writer = new BatchWriter(store.client);
    for (let repeat = 0; repeat < 3; repeat++) {
      await writer.write(
        "epoch_members",
        ["chain_id", "content_hash", ...EPOCH_MEMBERS.columns],
        members.slice(repeat * 10).map((row) => ["merges", hash?.content_hash ?? "", ...encodeRow(EPOCH_MEMBERS, row)]),
      );
      await writer.flush();
    }
    const raw = `SELECT count() AS n, sum(weight) AS weight FROM epoch_members WHERE chain_id = {chain:String}`;
    const view = `SELECT count() AS n, sum(weight) AS weight FROM agreed_members(${AT})`;
    const sums = z.object({ n: count, weight: count });
    expect(await ask(sums, raw, "merges")).toEqual([{ n: 50 + 50 + 40 + 30, weight: expect.any(Number) }]);
    const exact = [{ n: 50, weight: (49 * 50) / 2 }];
    expect(await ask(sums, view, "merges")).toEqual(exact);
    await store.client.command({ query: "SYSTEM START MERGES epoch_members" });
    await store.client.command({ query: "OPTIMIZE TABLE epoch_members FINAL" });
    expect(await ask(sums, raw, "merges")).toEqual(exact);
    expect(await ask(sums, view, "merges")).toEqual(exact);
  });

  it("keeps every answer, and says what held at an earlier moment", async () => {
    const moments: string[] = [];
    const revisions: string[][] = [["x"], ["x", "y"], []];
    for (const addresses of revisions) {
      await say("revised", excluded("a", addresses));
      moments.push(microsecondClock());
    }
    await store.client.command({ query: "OPTIMIZE TABLE answers FINAL" });
    const answers = "SELECT count() AS n FROM answers WHERE chain_id = {chain:String}";
    expect(await ask(z.object({ n: count }), answers, "revised")).toEqual([{ n: 3 }]);
    for (const [index, moment] of moments.entries()) {
      expect(await exclusions("revised", moment)).toEqual(revisions[index]);
      expect(await readVotes(store.client, "revised", moment)).toMatchObject([{ verdict: "agreed" }]);
    }
    expect(await exclusions("revised", clickhouseTime(new Date(0)))).toEqual([]);
    expect(await exclusions("revised")).toEqual([]);
  });

  it("reads results member by member only where no source ever gave the whole", async () => {
    const whole = (source: string, coins: bigint) =>
      told(question("epoch_results", 7), source, [rowsOf(EPOCH_RESULTS, resultRow(7, "x", { earned_coins: coins }))]);
    const byMember = (source: string, coins: bigint) =>
      told(question("epoch_results_by_member", 7), source, [rowsOf(EPOCH_RESULTS, resultRow(7, "x", { earned_coins: coins }))]);
    const coins = async () =>
      (await ask(z.object({ earned_coins: count }), `SELECT earned_coins FROM agreed_results(${AT})`, "results")).map(
        ({ earned_coins }) => earned_coins,
      );
    await say("results", unknown(question("epoch_results", 7), "a"), byMember("a", 1n), byMember("b", 1n));
    expect(await coins()).toEqual([1]);
    const before = microsecondClock();
    await say("results", whole("b", 2n));
    expect(await coins()).toEqual([2]);
    await say("results", whole("a", 3n));
    expect(await coins(), "a dispute on the whole is no reason to believe the parts").toEqual([]);
    await say("results", whole("c", 3n));
    expect(await coins()).toEqual([3]);
    const then = `SELECT earned_coins FROM agreed_results(${AT})`;
    expect(await ask(z.object({ earned_coins: count }), then, "results", before)).toEqual([{ earned_coins: 1 }]);
  });

  it("gives epochs the agreed times of their first block and of the next epoch's", async () => {
    const [first, next] = ["2026-05-01T00:00:00.000000001Z", "2026-05-02T00:00:00.999999999Z"];
    for (const source of ["a", "b", "c"])
      await say(
        "times",
        rootAnswer(source, epochRow(7)),
        rootAnswer(source, epochRow(8, { last_height: 0 })),
        rootAnswer(source, epochRow(9, { effective_height: 0, last_height: 0 })),
        headerAnswer(source, 725, source === "c" ? "2026-05-01T00:00:07.000000001Z" : first),
        headerAnswer(source, 825, next),
      );
    const seen = await readEpochs(store.client, "times");
    expect(seen.map(({ epoch, starts_at, ends_at }) => [epoch, starts_at, ends_at])).toEqual([
      [7, first, next],
      [8, next, null],
    ]);
    expect(await ask(z.object({ n: count }), `SELECT count() AS n FROM agreed_headers(${AT})`, "times")).toEqual([{ n: 2 }]);
    await say("times", headerAnswer("a", 725, "2026-05-01T00:00:09.000000001Z"));
    const [disputed] = await readEpochs(store.client, "times");
    expect(disputed).toMatchObject({ epoch: 7, starts_at: null, ends_at: next });
  });

  describe("parameters of an epoch", () => {
    const params = (source: string, price: bigint, height: number) =>
      told(question("params", 0), source, [rowsOf(PARAMS, paramsRow({ token_price: price, json: `{"p":${price}}` }))], {
        height,
        final: false,
      });
    const chosen = z.object({ epoch: z.int(), token_price: count, seen_height: count, assumed: z.int() });
    const query = `SELECT epoch, token_price, seen_height, assumed FROM epoch_params(${AT}) ORDER BY epoch`;

    it("are the newest known by its end, else the earliest known later, marked as assumed", async () => {
      for (const epoch of [5, 6, 7, 8])
        await say("params", rootAnswer("a", epochRow(epoch, epoch === 8 ? { last_height: 0 } : {})));
      for (const source of ["a", "b"]) await say("params", params(source, 10n, 700));
      for (const source of ["a", "b"]) await say("params", params(source, 20n, 830));
      expect(await ask(chosen, query, "params")).toEqual([
        { epoch: 5, token_price: 10, seen_height: 700, assumed: 1 },
        { epoch: 6, token_price: 10, seen_height: 700, assumed: 0 },
        { epoch: 7, token_price: 10, seen_height: 700, assumed: 0 },
        { epoch: 8, token_price: 20, seen_height: 830, assumed: 0 },
      ]);
    });

    it("are those of before again, where governance set them back", async () => {
      for (const epoch of [6, 7, 8]) await say("back", rootAnswer("a", epochRow(epoch, epoch === 8 ? { last_height: 0 } : {})));
      for (const [price, height] of [
        [10n, 600],
        [20n, 700],
        [10n, 830],
      ] as const)
        for (const source of ["a", "b"]) await say("back", params(source, price, height));
      expect(await ask(chosen, query, "back")).toEqual([
        { epoch: 6, token_price: 20, seen_height: 700, assumed: 0 },
        { epoch: 7, token_price: 20, seen_height: 700, assumed: 0 },
        { epoch: 8, token_price: 10, seen_height: 830, assumed: 0 },
      ]);
    });

    it("are no lone source's, where others tell others", async () => {
      await say("lone", rootAnswer("a", epochRow(7)));
      for (const source of ["a", "b"]) await say("lone", params(source, 10n, 700));
      await say("lone", params("c", 99n, 650));
      expect(await ask(chosen, query, "lone")).toEqual([{ epoch: 7, token_price: 10, seen_height: 700, assumed: 0 }]);
    });

    it("are none where the sources are divided", async () => {
      await say("divided", rootAnswer("a", epochRow(7)), params("a", 10n, 700), params("b", 20n, 700));
      expect(await ask(chosen, query, "divided")).toEqual([]);
    });
  });

  it("publishes the newest version of each row, as of any moment, and not what was withdrawn", async () => {
    const rows = async (asOf = NOW) =>
      (
        await ask(
          z.object({ labels: z.string(), value: z.number().nullable(), method: z.int() }),
          `SELECT labels, value, method FROM published(${AT}) ORDER BY method, labels`,
          "values",
          asOf,
        )
      ).map(({ labels, value, method }) => [method, labels, value]);
    const publish = async (method: number, labels: string, value: number | null, withdrawn = false) => {
      const writer = new BatchWriter(store.client);
      await writer.write(
        "indicator_values",
        ["chain_id", "indicator", "method", "axis", "bucket", "labels", "value", "state", "withdrawn", "published_at"],
        [
          [
            "values",
            "cap.hosts_active",
            method,
            "epoch",
            7,
            labels,
            value,
            value === null ? "no_data" : "ok",
            withdrawn,
            microsecondClock(),
          ],
        ],
      );
      await writer.flush();
      return microsecondClock();
    };
    const first = await publish(1, "{}", 5);
    const second = await publish(1, '{"model_id":"m"}', 3);
    const third = await publish(1, "{}", null);
    const fourth = await publish(1, '{"model_id":"m"}', 3, true);
    const fifth = await publish(2, "{}", 7);
    expect(await rows(first)).toEqual([[1, "{}", 5]]);
    expect(await rows(second)).toEqual([
      [1, '{"model_id":"m"}', 3],
      [1, "{}", 5],
    ]);
    expect(await rows(third)).toEqual([
      [1, '{"model_id":"m"}', 3],
      [1, "{}", null],
    ]);
    expect(await rows(fourth)).toEqual([[1, "{}", null]]);
    expect(await rows(fifth)).toEqual([
      [1, "{}", null],
      [2, "{}", 7],
    ]);
    await publish(1, '{"model_id":"m"}', 4);
    expect(await rows()).toEqual([
      [1, '{"model_id":"m"}', 4],
      [1, "{}", null],
      [2, "{}", 7],
    ]);
  });
});
