import { describe, expect, it } from "vitest";
import { decimals, leaf, leaves, unknownFields } from "./known.ts";
import { sampleOf } from "./sample.ts";

const shape = { rows: { ...leaves("id name"), ...decimals("scale"), raw: leaf }, page: leaf };

describe("unknownFields", () => {
  it("lists none where all are known, and doesn't look inside a leaf", () => {
    const body = { rows: [{ id: 1, name: "a", scale: { value: "1", exponent: 0 }, raw: { anything: 1 } }], page: { next: null } };
    expect(unknownFields(body, shape)).toEqual([]);
  });

  it("lists each path once, with the first value seen", () => {
    const body = {
      rows: [
        { id: 1, tee: "x" },
        { id: 2, tee: "y", scale: { value: "1", unit: 2 } },
      ],
      extra: [1],
    };
    expect(unknownFields(body, shape)).toEqual([
      { path: "rows[].tee", sample: '"x"' },
      { path: "rows[].scale.unit", sample: "2" },
      { path: "extra", sample: "[1]" },
    ]);
  });

  it("sees keys that every object inherits", () => {
    const body: unknown = JSON.parse('{"__proto__":{"a":1},"constructor":2,"toString":3}');
    expect(unknownFields(body, shape).map(({ path }) => path)).toEqual(["__proto__", "constructor", "toString"]);
  });

  it("keeps paths, samples and their number small", () => {
    const body = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`k${index}${"x".repeat(600)}`, "é".repeat(5000)]),
    );
    const fields = unknownFields(body, shape);
    expect(fields).toHaveLength(256);
    expect(Math.max(...fields.map(({ path }) => path.length))).toBe(512);
    expect(Math.max(...fields.map(({ sample }) => Buffer.byteLength(sample)))).toBeLessThanOrEqual(2048);
    expect(fields[0]?.sample.endsWith("é")).toBe(true);
  });
});

describe("sampleOf", () => {
  it("is the JSON of what fits", () => {
    const value = { a: [1, "two", null, true], b: {}, c: [], d: { e: 1.5 } };
    expect(sampleOf(value, 2048)).toBe(JSON.stringify(value));
    expect(sampleOf(value, 9)).toBe('{"a":[1,"');
  });

  it("survives any depth and length", () => {
    const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(sampleOf(deep, 2048).startsWith("[[[[")).toBe(true);
    expect(
      sampleOf(
        Array.from({ length: 1_000_000 }, () => 1),
        20,
      ),
    ).toBe("[1,1,1,1,1,1,1,1,1,1");
  });
});
