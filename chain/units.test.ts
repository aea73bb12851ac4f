import fc from "fast-check";
import { expect, it } from "vitest";
import { gnkText, NGONKA_PER_DENOM, NGONKA_PER_GNK } from "./units.ts";

it("counts ngonka per denomination", () => {
  expect(NGONKA_PER_DENOM).toEqual({ ngonka: 1n, ugonka: 1000n, mgonka: 1000000n, gonka: NGONKA_PER_GNK });
});

it.each([
  [0n, "0"],
  [1n, "0.000000001"],
  [-1n, "-0.000000001"],
  [443181451939622918n, "443181451.939622918"],
  [323000000000000n, "323000"],
  [-2500000000n, "-2.5"],
])("writes %s ngonka as %s GNK", (ngonka, text) => {
  expect(gnkText(ngonka)).toBe(text);
});

it("loses nothing", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }), (ngonka) => {
      const [whole = "", fraction = ""] = gnkText(ngonka).split(".");
      expect(BigInt(`${whole}${fraction.padEnd(9, "0")}`)).toBe(ngonka);
    }),
  );
});
