import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as tables from "../facts/tables.ts";
import { encodeRow } from "./encode.ts";
import { quickCheck } from "./quick-check.ts";

const odd = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    "",
    "0",
    "A".repeat(64),
    "a".repeat(64),
    "A".repeat(63),
    "x".repeat(128),
    "x".repeat(129),
    "A".repeat(40),
  ),
  fc.constantFrom("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.123456789Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01"),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, -0, 1.5, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53, true, false),
  fc.constantFrom(-1n, 0n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n, 2n ** 64n - 1n, 2n ** 64n),
  fc.bigInt(),
  fc.integer(),
  fc.string(),
  fc.anything(),
);

describe.each(Object.values(tables))("every column of $name", ({ row }) => {
  it.each(Object.entries(row.shape))("%s: what passes the quick check passes the schema", (_, schema) => {
    const check = quickCheck(schema);
    if (check === null) return;
    fc.assert(
      fc.property(odd, (value) => {
        if (check(value)) expect(schema.safeParse(value)).toEqual({ success: true, data: value });
      }),
      { numRuns: 300 },
    );
  });
});

it("knows every rule of the tables that come by the thousand, and accepts their rows", () => {
  for (const { row } of [tables.BLOCKS, tables.EPOCH_RESULTS, tables.EPOCH_MEMBERS, tables.EPOCH_NODES])
    for (const [name, schema] of Object.entries(row.shape)) expect(quickCheck(schema), name).not.toBeNull();
  expect(quickCheck(z.string().regex(/^[0-9A-F]{64}$/))?.("A".repeat(64))).toBe(true);
  expect(quickCheck(z.bigint().min(0n))?.(7n)).toBe(true);
  expect(quickCheck(z.boolean().nullable())?.(null)).toBe(true);
});

it("leaves to the schema what it does not know", () => {
  expect(quickCheck(z.string().refine((text) => text !== "x"))).toBeNull();
  expect(quickCheck(z.string().trim())).toBeNull();
  expect(quickCheck(z.number())).toBeNull();
  expect(quickCheck(z.array(z.string()))).toBeNull();
  expect(quickCheck(z.bigint().gt(0n))).toBeNull();
});

describe("encodeRow still refuses", () => {
  const block = {
    height: 5,
    hash: "A".repeat(64),
    time: "2026-01-01T00:00:00Z",
    last_block_hash: "",
    proposer: "",
    num_txs: 0,
    block_size: 1,
  };
  it("nothing of a right row", () => {
    expect(encodeRow(tables.BLOCKS, block)).toEqual([5, "A".repeat(64), "2026-01-01T00:00:00Z", "", "", 0, 1]);
  });
  it.each([
    ["a null", { ...block, num_txs: null }, "num_txs"],
    ["a field left out", { height: 5 }, "hash"],
    ["a field more", { ...block, numTxs: 0 }, "numTxs"],
    ["a field under another name", { ...Object.fromEntries(Object.entries(block).slice(1)), Height: 5 }, "height"],
    ["a number with a fraction", { ...block, block_size: 1.5 }, "block_size"],
    ["a hash in lower case", { ...block, hash: "a".repeat(64) }, "hash"],
  ])("%s", (_, row, field) => {
    expect(() => encodeRow(tables.BLOCKS, row)).toThrow(new RegExp(`not a row of blocks: .*${field}`, "i"));
  });
});
