import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../storage/errors.ts";
import { parseBlocks, parseEpochs } from "./ranges.ts";

/** Sorted, distinct numbers as the shortest list of spans. */
function spansOf(epochs: readonly number[]): string {
  const spans: [number, number][] = [];
  for (const epoch of epochs) {
    const last = spans.at(-1);
    if (last && last[1] === epoch - 1) last[1] = epoch;
    else spans.push([epoch, epoch]);
  }
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}

describe("epochs", () => {
  it("come back as they were written, sorted and once each", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 60 }), fc.context(), (list, context) => {
        const sorted = [...list].sort((a, b) => a - b);
        const text = spansOf(sorted);
        context.log(text);
        expect(parseEpochs(text)).toEqual(sorted);
        // In any order, with overlaps and spaces.
        const mixed = [...text.split(",").reverse(), text.split(",")[0]].join(" , ");
        expect(parseEpochs(mixed)).toEqual(sorted);
        expect(spansOf(parseEpochs(text))).toBe(text);
      }),
    );
  });

  it.each(["", ",", "1,", "a", "1-", "-1", "1-2-3", "1–2", "1.5", "0x10", "1e3", "+1", "9999999999999999"])(
    "%j is refused",
    (text) => {
      expect(() => parseEpochs(text)).toThrow(ConfigurationError);
    },
  );

  it.each([
    ["5-4", "ends before it begins"],
    ["0-100000", "more than 100000 epochs"],
    ["0-99999,100000", "more than 100000 epochs"],
    ["4294967295-4294967296", "4294967295"],
    ["x7", '"x7"'],
  ])("%s is refused, and says why", (text, why) => {
    expect(() => parseEpochs(text)).toThrow(why);
    expect(() => parseEpochs(text)).toThrow("--epochs");
  });

  it("may be the very last and as many as fit", () => {
    expect(parseEpochs("4294967295")).toEqual([4_294_967_295]);
    expect(parseEpochs("0-99999")).toHaveLength(100_000);
  });
});

describe("blocks", () => {
  it("come back as they were written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 14 }), fc.nat(10 ** 9), (from, more) => {
        expect(parseBlocks(`${from}-${from + more}`)).toEqual({ from, to: from + more });
        expect(parseBlocks(` ${from} `)).toEqual({ from, to: from });
      }),
    );
  });

  it.each(["", "0", "0-5", "5-4", "1-2,4-5", "a-b", "-5", "1-", "1 - 2"])("%j is refused", (text) => {
    expect(() => parseBlocks(text)).toThrow(ConfigurationError);
    expect(() => parseBlocks(text)).toThrow("--blocks");
  });
});
