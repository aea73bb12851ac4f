import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { FactTable } from "../facts/tables.ts";
import * as tables from "../facts/tables.ts";
import { queryRows } from "../read/query.ts";
import { question, rowsOf, told } from "../testing/answers.ts";
import { FEED_ROWS } from "../testing/feed-rows.ts";
import { INFERENCE_ROWS } from "../testing/inference-rows.ts";
import { LIVE_ROWS } from "../testing/live-rows.ts";
import * as rows from "../testing/rows.ts";
import { type TestStore, temporaryStore } from "../testing/store.ts";
import { AnswerLog } from "./answer-log.ts";
import { contentHash, encodeRow } from "./encode.ts";

const TABLES: readonly FactTable[] = Object.values(tables);

/** One good row a table. */
const GOOD: Readonly<Record<string, object>> = {
  epochs: rows.epochRow(7),
  epoch_members: rows.memberRow(7, "a", 1n),
  model_members: rows.modelMemberRow(7, "m", "a", 1n),
  epoch_nodes: rows.nodeRow(7, "m", "a", 1n),
  epoch_results: rows.resultRow(7, "a"),
  exclusions: rows.exclusionRow(7, "a"),
  poc_events: {
    epoch: 7,
    event_sequence: 1n,
    trigger_height: 1,
    generation_start_height: 2,
    phase: "p",
    poc_seed_block_hash: "",
  },
  params: rows.paramsRow(),
  heads: { height: 1, time: "2026-01-01T00:00:00Z", earliest_height: 1, catching_up: false },
  clocks: { latest_epoch: 7, poc_start_height: 700, effective_epoch: 7 },
  blocks: rows.blockRow(7, "2026-01-01T00:00:00Z"),
  ...LIVE_ROWS,
  ...FEED_ROWS,
  ...INFERENCE_ROWS,
};
const goodRow = (table: FactTable): object => GOOD[table.name] ?? {};

let store: TestStore;
const column = z.object({ table: z.string(), name: z.string(), type: z.string() });
let columns: z.infer<typeof column>[];
beforeAll(async () => {
  store = await temporaryStore("encode");
  columns = await queryRows(
    store.client,
    column,
    "SELECT table, name, type FROM system.columns WHERE database = currentDatabase() AND name NOT IN ('chain_id', 'content_hash', 'recorded_at')",
  );
});
afterAll(() => store?.remove());

const typeOf = (table: FactTable, name: string) => columns.find((one) => one.table === table.name && one.name === name)?.type;
const fields = TABLES.flatMap((table) => table.columns.map((name): [string, string, FactTable] => [table.name, name, table]));

describe("what may reach a table", () => {
  it.each(TABLES)("$name: the schema's fields are the table's columns", (table) => {
    // The writer adds a block's source; other tables that have one hold it in their rows.
    const isOfWriter = (name: string) => table.name === "blocks" && name === "source";
    const own = columns.filter((one) => one.table === table.name && !isOfWriter(one.name)).map(({ name }) => name);
    expect([...table.columns].sort()).toEqual(own.sort());
    expect(() => encodeRow(table, goodRow(table))).not.toThrow();
  });

  it.each(fields)(
    "%s.%s: null reaches only a Nullable column; a field left out, undefined or misspelled none",
    (_, name, table) => {
      const row = goodRow(table);
      const nullable = /^(LowCardinality\()?Nullable\(/.test(typeOf(table, name) ?? "");
      const withNull = () => encodeRow(table, { ...row, [name]: null });
      if (nullable) expect(withNull()[table.columns.indexOf(name)]).toBeNull();
      else expect(withNull).toThrow(`not a row of ${table.name}: ${name}`);
      const leftOut = Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));
      expect(() => encodeRow(table, leftOut)).toThrow(`not a row of ${table.name}`);
      expect(() => encodeRow(table, { ...row, [name]: undefined })).toThrow(`not a row of ${table.name}`);
      expect(() => encodeRow(table, { ...row, [`${name}_`]: 1 })).toThrow(`not a row of ${table.name}`);
      expect(() => encodeRow(table, { ...leftOut, [`${name}_`]: 1 })).toThrow(`not a row of ${table.name}`);
    },
  );

  // ClickHouse wraps an integer that its column can't hold: 2^31 would become −2^31.
  it.each(fields)("%s.%s: no integer that its column would wrap", (_, name, table) => {
    const [, sign, bits] = /(U?)Int(\d+)/.exec(typeOf(table, name) ?? "") ?? [];
    if (bits === undefined || typeOf(table, name)?.startsWith("Array")) return;
    const [low, high] = sign ? [0n, 2n ** BigInt(bits) - 1n] : [-(2n ** (BigInt(bits) - 1n)), 2n ** (BigInt(bits) - 1n) - 1n];
    for (const [beyond, inside] of [
      [high + 1n, high],
      [low - 1n, low],
    ] as const)
      for (const as of [BigInt, Number]) {
        expect(() => encodeRow(table, { ...goodRow(table), [name]: as(beyond) }), `${beyond}`).toThrow();
        // What the column holds may pass: either whole, or not at all.
        const cell = (() => {
          try {
            return encodeRow(table, { ...goodRow(table), [name]: as(inside) })[table.columns.indexOf(name)];
          } catch {
            return null;
          }
        })();
        if (cell !== null) expect(BigInt(String(cell))).toBe(inside);
      }
  });

  it("a bad row is refused before anything of its answer is stored, and before the client hears of it", async () => {
    const log = await AnswerLog.open(store.client, "refused", [7]);
    const bad = { ...rows.memberRow(7, "b", 1n), weight: null };
    const answer = told(question("epoch_group", 7), "s", [
      rowsOf(tables.EPOCHS, rows.epochRow(7)),
      rowsOf(tables.EPOCH_MEMBERS, rows.memberRow(7, "a", 1n), bad),
    ]);
    await expect(log.record(answer)).rejects.toThrow("not a row of epoch_members: weight");
    await log.flush();
    const seen = await queryRows(
      store.client,
      z.object({ rows: z.string() }),
      `SELECT count() AS rows FROM (SELECT chain_id FROM epoch_members UNION ALL SELECT chain_id FROM epochs UNION ALL SELECT chain_id FROM answers)
       WHERE chain_id = 'refused'`,
    );
    expect(seen).toEqual([{ rows: "0" }]);
    expect(log.count).toEqual({ written: 0, unchanged: 0 });
    expect(log.last(question("epoch_group", 7), "s")).toBeUndefined();
  });
});

describe("the hash of an answer", () => {
  const members = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), fc.bigInt({ min: 0n, max: 2n ** 62n })), {
    selector: ([address]) => address,
    minLength: 1,
    maxLength: 8,
  });
  const encoded = (list: readonly (readonly [string, bigint])[]) => ({
    table: tables.EPOCH_MEMBERS,
    rows: list.map(([address, weight]) => encodeRow(tables.EPOCH_MEMBERS, rows.memberRow(7, address, weight))),
  });

  it("does not depend on the order of rows, and changes with any of them", () => {
    fc.assert(
      fc.property(members, fc.nat(), (list, at) => {
        const hash = contentHash([encoded(list)]);
        expect(contentHash([encoded([...list].reverse())])).toBe(hash);
        expect(contentHash([encoded([...list].sort(([a], [b]) => (a < b ? 1 : -1)))])).toBe(hash);
        const index = at % list.length;
        expect(
          contentHash([encoded(list.map(([address, weight], i) => [address, i === index ? weight + 1n : weight]))]),
        ).not.toBe(hash);
        expect(contentHash([encoded(list.filter((_, i) => i !== index))])).not.toBe(hash);
      }),
    );
  });

  it("tells an empty table from none, and one table's rows from another's", () => {
    expect(contentHash([encoded([])])).not.toBe(contentHash([]));
    expect(contentHash([{ ...encoded([["a", 1n]]), table: tables.MODEL_MEMBERS }])).not.toBe(contentHash([encoded([["a", 1n]])]));
  });
});
