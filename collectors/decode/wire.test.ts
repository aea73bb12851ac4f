import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64Bytes, bool, due, enumOf, epoch, height, hexBytes, int32, int64, text, time, uint64, type Wire } from "./wire.ts";

const numRuns = Number(process.env["FC_RUNS"] ?? 1000);
const read = <T>(wire: Wire<T>, value: unknown): T | "refused" => {
  const result = wire.schema.safeParse(value);
  return result.success ? result.data : "refused";
};

describe("uint64 and int64", () => {
  it("reads every integer of its range from text, and from a number while it is safe", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }), (value) => {
        expect(read(uint64, value.toString())).toBe(value >= 0n && value < 2n ** 64n ? value : "refused");
        expect(read(int64, value.toString())).toBe(value >= -(2n ** 63n) && value < 2n ** 63n ? value : "refused");
      }),
      { numRuns },
    );
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(read(int64, value)).toBe(BigInt(value));
      }),
      { numRuns },
    );
  });

  it("refuses any other text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+ .0-9eExX]{0,6}$/)), (wire) => {
        const value = read(int64, wire);
        if (value !== "refused") expect(value.toString()).toBe(wire);
      }),
      { numRuns },
    );
  });

  it.each([
    "1e5",
    "+5",
    " 5",
    "5 ",
    "5\n",
    "05",
    "00",
    "-0",
    "-05",
    "5.0",
    "",
    "-",
    "0x5",
    "５",
    "1_000",
    "18446744073709551616",
  ])("refuses %j", (wire) => {
    expect(read(uint64, wire)).toBe("refused");
    expect(read(int64, wire)).toBe("refused");
    expect(read(height, wire)).toBe("refused");
  });

  it.each([1.5, 2 ** 53, -(2 ** 53), 1e300, Number.NaN, Number.POSITIVE_INFINITY, null, undefined, true, 5n, [], {}])(
    "refuses %s",
    (wire) => {
      expect(read(int64, wire)).toBe("refused");
      expect(read(height, wire)).toBe("refused");
    },
  );

  it("has no negative unsigned", () => {
    expect(read(uint64, "-1")).toBe("refused");
    expect(read(uint64, -1)).toBe("refused");
    expect(read(int64, "-475")).toBe(-475n);
  });
});

describe("heights and epochs", () => {
  it("are safe numbers", () => {
    expect(read(height, "5697886")).toBe(5697886);
    expect(read(height, 5697886)).toBe(5697886);
    expect(read(height, "9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
    expect(read(height, "9007199254740992")).toBe("refused");
    expect(read(height, "9007199254740993")).toBe("refused");
    expect(read(height, "-1")).toBe("refused");
    expect(read(epoch, "4294967295")).toBe(4294967295);
    expect(read(epoch, "4294967296")).toBe("refused");
    expect(Object.is(read(height, -0), 0)).toBe(true);
  });
});

describe("small fields", () => {
  it("reads 32-bit integers only from numbers", () => {
    expect([100, -2147483648, 2147483647].map((value) => read(int32, value))).toEqual([100, -2147483648, 2147483647]);
    expect(["100", 2147483648, 0.5].map((value) => read(int32, value))).toEqual(["refused", "refused", "refused"]);
  });

  it("doesn't turn other types into text or truth", () => {
    expect([5, null, {}].map((value) => read(text, value))).toEqual(["refused", "refused", "refused"]);
    expect([1, "true", null].map((value) => read(bool, value))).toEqual(["refused", "refused", "refused"]);
  });

  it("reads an enum by name or integer", () => {
    const status = enumOf("STATUS_", ["STATUS_UNSPECIFIED", "STATUS_ACTIVE"]);
    expect([1, 0, "STATUS_ACTIVE", "STATUS_NEW"].map((wire) => read(status, wire))).toEqual([
      "STATUS_ACTIVE",
      "STATUS_UNSPECIFIED",
      "STATUS_ACTIVE",
      "STATUS_NEW",
    ]);
    expect([2, -1, 0.5, "1", "ACTIVE", "status_active"].map((wire) => read(status, wire))).toEqual(Array(6).fill("refused"));
    expect(status.zero).toBe("STATUS_UNSPECIFIED");
  });

  it("has no zero where one is due", () => {
    expect(int64.zero).toBe(0n);
    expect(due(int64).zero).toBeUndefined();
  });
});

describe("bytes", () => {
  it("reads what was written, and only the one spelling of it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(read(base64Bytes, buffer.toString("base64"))).toEqual(new Uint8Array(bytes));
        expect(read(hexBytes, buffer.toString("hex"))).toEqual(new Uint8Array(bytes));
        expect(read(hexBytes, buffer.toString("hex").toUpperCase())).toEqual(new Uint8Array(bytes));
      }),
      { numRuns },
    );
    expect(["AAE", "AAE=\n", "AA_-", "A", "AAF=", "*"].map((wire) => read(base64Bytes, wire))).toEqual(Array(6).fill("refused"));
    expect(["abc", "0g", "0x00", " 00"].map((wire) => read(hexBytes, wire))).toEqual(Array(4).fill("refused"));
  });
});

describe("time", () => {
  it("keeps the node's text with its nanoseconds", () => {
    for (const wire of ["2026-08-22T23:31:45.4949Z", "2025-10-18T08:56:30.70791873Z", "2024-02-29T00:00:00Z"]) {
      expect(read(time, wire)).toBe(wire);
    }
  });

  it.each([
    "2026-02-30T00:00:00Z",
    "2025-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T23:59:60Z",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00:00+02:00",
    "2026-01-01 00:00:00Z",
    "2026-01-01T00:00:00.1234567890Z",
    "2026-01-01T00:00:00.Z",
    1767225600,
  ])("refuses %j", (wire) => {
    expect(read(time, wire)).toBe("refused");
  });
});
