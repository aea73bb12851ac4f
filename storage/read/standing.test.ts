import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { EPOCH_RESULTS, EXCLUSIONS, PARAMS } from "../facts/tables.ts";
import { WRITTEN } from "../migrations/index.ts";
import { viewsOf } from "../migrations/views.ts";
import { absent, headerAnswer, question, record, rootAnswer, rowsOf, told, unknown } from "../testing/answers.ts";
import { epochRow, exclusionRow, memberRow, paramsRow, resultRow } from "../testing/rows.ts";
import { ENGINES, type TestStore } from "../testing/store.ts";
import { AT, at, NOW, queryRows } from "./query.ts";
import { onKept, Standing } from "./standing.ts";

const CHAIN = "standing";
const anyRow = z.record(z.string(), z.unknown());
const excluded = (source: string, ...addresses: string[]) =>
  told(question("exclusions", 7), source, [rowsOf(EXCLUSIONS, ...addresses.map((address) => exclusionRow(7, address)))]);
const root = (epoch: number) => epochRow(epoch, { effective_height: epoch * 100, last_height: epoch * 100 + 99 });

/** Two epochs with times, a lying source, a dispute, an absence, a silent source, results by member only, parameters. */
const ANSWERS = [
  ...[6, 7].flatMap((epoch) =>
    ["a", "b"].map((source) => rootAnswer(source, root(epoch), [memberRow(epoch, "x", 5n), memberRow(epoch, "y", 7n)])),
  ),
  rootAnswer("liar", root(7), [memberRow(7, "x", 999n)]),
  ...[600, 700, 800].flatMap((height) =>
    ["a", "b"].map((source) => headerAnswer(source, height, `2026-05-0${height / 100 - 5}T00:00:00.5Z`)),
  ),
  excluded("a", "x"),
  excluded("b", "y"),
  absent(question("epoch_results", 6), "a"),
  unknown(question("epoch_results", 7), "a"),
  told(question("epoch_results_by_member", 7, "x"), "b", [rowsOf(EPOCH_RESULTS, resultRow(7, "x"))]),
  told(question("params", 0), "a", [rowsOf(PARAMS, paramsRow())], { height: 650 }),
];

describe.each(ENGINES)("on $engine", ({ open }) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await open("standing");
    await record(store.client, CHAIN, ANSWERS);
  });
  afterAll(() => store.remove());

  it.each([
    "votes",
    "agreed",
    "agreed_epochs",
    "agreed_members",
    "agreed_exclusions",
    "agreed_results",
    "epoch_times",
    "epoch_params",
  ])("%s says what the view says", async (view) => {
    const columns = view === "votes" ? "* EXCEPT winner" : "*";
    const ordered = `SELECT ${columns} FROM ${view}(${AT}) ORDER BY ALL`;
    const expected = await queryRows(store.client, anyRow, ordered, at(CHAIN, NOW));
    expect(await new Standing(store.client, CHAIN, NOW).rows(anyRow, ordered, {})).toEqual(expected);
    expect(expected.length > 0).toBe(view !== "agreed_exclusions");
  });

  it("stays as it was, whatever is told meanwhile", async () => {
    const standing = new Standing(store.client, CHAIN, NOW);
    const query = `SELECT address FROM agreed_exclusions(${AT}) WHERE epoch = 8`;
    expect(await standing.rows(anyRow, query, {})).toEqual([]);
    const later = told(question("exclusions", 8), "a", [rowsOf(EXCLUSIONS, exclusionRow(8, "z"))]);
    await record(store.client, CHAIN, [later]);
    expect(await standing.rows(anyRow, query, {})).toEqual([]);
    expect(await new Standing(store.client, CHAIN, NOW).rows(anyRow, query, {})).toEqual([{ address: "z" }]);
  });
});

it("works no vote out again; only views about answers themselves read them, and the one that finds which headers were asked for", () => {
  const reading = [...viewsOf(WRITTEN).keys()].filter((view) => onKept(`SELECT * FROM ${view}(${AT})`).includes("FROM answers"));
  expect(reading.sort()).toEqual(["agreed_headers", "latest_answers", "params_versions"]);
});
