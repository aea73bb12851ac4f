import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { histogram, prometheusText, sample } from "./text.ts";

/** A parser of others, which has no types of its own. Of histograms with several label sets it loses sums, so it reads a counter. */
const parse = createRequire(import.meta.url)("parse-prometheus-text-format");
const counterSchema = z.tuple([z.object({ metrics: z.array(z.object({ value: z.string() })) })]);

describe("Prometheus text", () => {
  it("writes numbers as Go's client does", () => {
    const numbers = [0, 1, 219, 10_755, 999_999, 1_000_000, 1_234_567, 1_795_358_218.85, 2_742_640_550, 6.02, 0.000_05, 2 ** 64];
    const text = prometheusText([{ name: "n", help: "N.", type: "gauge", samples: numbers.map((value) => sample([], value)) }]);
    expect(text.split("\n").slice(2, -1)).toEqual(
      ["0", "1", "219", "10755", "999999", "1e+06", "1.234567e+06", "1.79535821885e+09", "2.74264055e+09", "6.02", "5e-05"]
        .concat("1.8446744073709552e+19")
        .map((number) => `n ${number}`),
    );
  });

  it("is read back by a parser of others, whatever the labels and numbers are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true })), { minLength: 1 }),
        (pairs) => {
          const samples = pairs.map(([label, value], at) =>
            sample(
              [
                ["at", String(at)],
                ["text", label],
              ],
              value,
            ),
          );
          const [{ metrics }] = counterSchema.parse(
            parse(prometheusText([{ name: "family", help: "Any.", type: "counter", samples }])),
          );
          expect(metrics.map(({ value }) => Number(value) + 0)).toEqual(pairs.map(([, value]) => value + 0));
        },
      ),
    );
  });

  it("leaves out families without a sample, and sums the buckets up", () => {
    const none = { name: "none", help: "None.", type: "counter", samples: [] } as const;
    const times = {
      name: "s",
      help: "S.",
      type: "histogram",
      samples: histogram([["a", "b"]], [0.5, 1], [2, 0, 3], 9.5),
    } as const;
    expect(prometheusText([none, times])).toBe(
      [
        "# HELP s S.",
        "# TYPE s histogram",
        's_bucket{a="b",le="0.5"} 2',
        's_bucket{a="b",le="1"} 2',
        's_bucket{a="b",le="+Inf"} 5',
        's_sum{a="b"} 9.5',
        's_count{a="b"} 5',
        "",
      ].join("\n"),
    );
  });
});
