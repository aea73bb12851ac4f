import fc from "fast-check";
import { expect, test } from "vitest";
import type { HttpOutcome } from "./answer.ts";
import { cannotTell } from "./answer.ts";
import { parseJson } from "./json.ts";

const answered = (body: string): HttpOutcome => ({
  kind: "answered",
  status: 200,
  body,
  bytes: body.length,
  headers: { height: null },
});
const parsedOf = (body: string) => {
  const parsed = parseJson(answered(body));
  return parsed.ok ? parsed.value : parsed;
};

test("parses answered bodies and passes other outcomes on", () => {
  expect(parseJson(answered('{"a":"1"}'))).toEqual({ ok: true, value: { a: "1" } });
  const outcome = cannotTell("timeout", "x");
  expect(parseJson(outcome)).toEqual({ ok: false, outcome });
});

test.each(["", "healthy", "<html>", '{"a":', "NaN", '{"a":12345678901234567890'])("%j is not_json, never a value", (body) => {
  expect(parseJson(answered(body))).toMatchObject({
    ok: false,
    outcome: { kind: "cannot_tell", reason: "not_json", status: 200 },
  });
});

test("integers JSON.parse would round keep all their digits as strings", () => {
  expect(parsedOf('{"a":9007199254740993,"b":[-440000000000000001, 18446744073709551615],"c":9007199254740991}')).toEqual({
    a: "9007199254740993",
    b: ["-440000000000000001", "18446744073709551615"],
    c: 9007199254740991,
  });
  expect(parsedOf("440000000000000001")).toBe("440000000000000001");
});

test("fractions, exponents and digits inside strings stay as they are", () => {
  const body = '{"x":9007199254740993,"f":0.12345678901234567,"e":12345678901234567e3,"s":"a\\": 12345678901234567890,","":-0}';
  const value = parsedOf(body);
  expect(value).toEqual({
    x: "9007199254740993",
    f: Number("0.12345678901234567"),
    e: 12345678901234567e3,
    s: 'a": 12345678901234567890,',
    "": -0,
  });
});

test("everything else parses as JSON.parse does", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 1), (value, indent) => {
      const body = JSON.stringify({ value, marker: "1" }, null, indent).replace(
        '"marker":',
        '"big":[12345678901234567890],"marker":',
      );
      const expected: unknown = JSON.parse(body.replace("[12345678901234567890]", '["12345678901234567890"]'));
      const isRounded = (_: string, v: unknown) =>
        typeof v === "number" && Number.isInteger(v) && !Number.isSafeInteger(v) ? "unsafe" : v;
      fc.pre(!JSON.stringify(value, isRounded)?.includes("unsafe"));
      expect(parsedOf(body)).toEqual(expected);
    }),
  );
});

test("a very long string does not exhaust the scanner", () => {
  const long = "x".repeat(20_000_000);
  expect(parsedOf(`{"n":12345678901234567890,"s":"${long}"}`)).toEqual({ n: "12345678901234567890", s: long });
});
