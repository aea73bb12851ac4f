import { Readable } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestStore, temporaryStore } from "../../testing/store.ts";
import { NativeBlock } from "./block.ts";
import { nativeColumn } from "./column.ts";
import { ticksOf } from "./ticks.ts";

/** A type, the values it is tried with, and how the engine writes one as JSON. */
const wholes = (least: number, most: number) => fc.integer({ min: least, max: most });
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc.constantFrom("", "ä".repeat(63), "a".repeat(127), "a".repeat(128)),
);
const moment = fc
  .record({
    at: fc.date({ min: new Date("1930-01-01"), max: new Date("2200-01-01"), noInvalidDate: true }),
    rest: wholes(0, 999_999),
  })
  .map(({ at, rest }) => at.toISOString().replace("Z", `${String(rest).padStart(6, "0")}Z`));
const TYPES: readonly (readonly [type: string, values: fc.Arbitrary<unknown>])[] = [
  ["UInt8", wholes(0, 255)],
  ["UInt16", wholes(0, 65_535)],
  ["UInt32", wholes(0, 4_294_967_295)],
  ["Int32", wholes(-2_147_483_648, 2_147_483_647)],
  ["UInt64", fc.oneof(fc.bigInt(0n, 2n ** 64n - 1n), fc.maxSafeNat())],
  ["Int64", fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)],
  ["Float64", fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0))],
  ["Bool", fc.boolean()],
  ["String", text],
  ["LowCardinality(String)", fc.oneof(text, fc.constantFrom("a", "b"))],
  ["DateTime64(9, 'UTC')", moment],
  ["DateTime64(3, 'UTC')", moment],
  ["Nullable(UInt8)", fc.option(wholes(0, 255))],
  ["Nullable(UInt64)", fc.option(fc.bigInt(0n, 2n ** 64n - 1n))],
  ["Nullable(Bool)", fc.option(fc.boolean())],
  ["Nullable(String)", fc.option(text)],
  ["Nullable(DateTime64(9, 'UTC'))", fc.option(moment)],
];
const COLUMNS = TYPES.map(([type], index) => ({ name: `c${index}`, type }));

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("native");
  const columns = COLUMNS.map(({ name, type }) => `${name} ${type}`).join(", ");
  for (const table of ["native", "json"])
    await store.client.command({ query: `CREATE TABLE ${table} (n UInt32, ${columns}) ENGINE = MergeTree ORDER BY n` });
});
afterAll(() => store?.remove());

describe("NativeBlock", () => {
  it("stores what the same rows as JSON store, whatever the types and values", async () => {
    const row = fc.tuple(...TYPES.map(([, values]) => values));
    const lists = fc.sample(fc.array(row, { minLength: 1, maxLength: 40 }), { numRuns: 20, seed: 5 });
    const all = [{ name: "n", type: "UInt32" }, ...COLUMNS];
    const block = NativeBlock.of(all, 40);
    if (!block) throw new Error("a type is not known");
    let n = 0;
    for (const list of lists) {
      const rows = list.map((values) => ({ n: n++, ...Object.fromEntries(values.map((value, index) => [`c${index}`, value])) }));
      block.take(rows, {});
      expect(block.rows).toBe(rows.length);
      const { stream } = await store.client.exec({
        query: "INSERT INTO native FORMAT Native",
        values: Readable.from([block.give()], { objectMode: false }),
      });
      stream.resume();
      const plain = (value: unknown) => (typeof value === "bigint" ? String(value) : value);
      await store.client.insert({
        table: "json",
        values: rows.map((one) => Object.fromEntries(Object.entries(one).map(([name, value]) => [name, plain(value)]))),
        format: "JSONEachRow",
      });
    }
    const rowsOf = async (table: string) => {
      const answer = await store.client.query({ query: `SELECT * FROM ${table} ORDER BY n`, format: "JSONCompactEachRow" });
      return (await answer.text()).trim().split("\n");
    };
    const [stored, expected] = [await rowsOf("native"), await rowsOf("json")];
    expect(stored).toHaveLength(n);
    expect(stored).toEqual(expected);
  });

  it("writes what all rows have in common without their saying so, and is null for a type that it doesn't know", () => {
    const block = NativeBlock.of(
      [
        { name: "chain_id", type: "String" },
        { name: "a", type: "UInt8" },
      ],
      4,
    );
    block?.take([{ a: 1 }, { a: 2 }], { chain_id: "x" });
    expect(block?.give().toString("latin1")).toBe("\x02\x02\x08chain_id\x06String\x01x\x01x\x01a\x05UInt8\x01\x02");
    expect(block?.rows).toBe(0);
    for (const type of ["UInt256", "Array(String)", "LowCardinality(Nullable(String))", "Nullable(Array(String))", ""])
      expect(NativeBlock.of([{ name: "a", type }], 4), type).toBeNull();
  });

  it.each([
    ["UInt8", [256, -1, 0.5, null, "1", 1n, undefined, true]],
    ["Int32", [2_147_483_648, null]],
    ["UInt64", [null, "1", 0.5, 2 ** 53, undefined]],
    ["Bool", [0, null]],
    ["Float64", ["1", null, 1n]],
    ["String", [1, null, undefined]],
    ["LowCardinality(String)", [null]],
    ["Nullable(UInt64)", [undefined, "1"]],
    [
      "DateTime64(9, 'UTC')",
      ["", "2026-02-30T00:00:00Z", "2026-01-01 00:00:00", "9999-01-01T00:00:00Z", "2026-01-01T00:00:60Z", null, 0],
    ],
  ])("never takes what a %s can't hold for a number of its own", (type, values) => {
    for (const value of values) expect(() => nativeColumn(type, 4)?.take(value), String(value)).toThrow(TypeError);
  });
});

it("ticksOf keeps the chain's nanoseconds, also before 1970, and cuts off what is finer", () => {
  expect(ticksOf("2026-01-01T00:00:00.123456789Z", 9)).toBe(1_767_225_600_123_456_789n);
  expect(ticksOf("2026-01-01T00:00:00.12Z", 3)).toBe(1_767_225_600_120n);
  expect(ticksOf("2026-01-01T00:00:00.9999Z", 3)).toBe(1_767_225_600_999n);
  expect(ticksOf("1969-12-31T23:59:59.5Z", 3)).toBe(-500n);
  expect(ticksOf("1700-01-01T00:00:00Z", 9)).toBe(-8_520_336_000_000_000_000n);
});
