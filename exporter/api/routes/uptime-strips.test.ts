import fc from "fast-check";
import { expect, it } from "vitest";
import { HOST_STATES } from "../../../storage/read/live-now.ts";
import { agree } from "../../snapshot/live/hosts-now.ts";
import { agreedStrip, secondsByState, vantageStrips } from "./uptime-strips.ts";

const END = 100;
/** Spans of up to three vantage points between 0 and 100, in order and apart within each. */
const spans = fc
  .array(
    fc.record({
      vantage: fc.constantFrom("fra", "sin", "nyc"),
      state: fc.constantFrom(...HOST_STATES),
      at: fc.integer({ min: -10, max: 105 }),
      for: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 30 },
  )
  .map((rows) => {
    const ends = new Map<string, number>();
    return rows
      .sort((a, b) => a.at - b.at)
      .flatMap(({ vantage, state, at, for: length }) => {
        const from = Math.max(at, ends.get(vantage) ?? -10);
        ends.set(vantage, from + length);
        return [{ vantage, state, reason: "", from, to: from + length }];
      });
  });

it("covers the whole time without holes, and says at each moment what the vantage points say together", () => {
  fc.assert(
    fc.property(spans, (rows) => {
      const strips = vantageStrips(rows, 0, END);
      const agreed = agreedStrip([...strips.values()], 0, END);
      for (const strip of [...strips.values(), agreed]) {
        expect(strip[0]?.from).toBe(0);
        expect(strip.at(-1)?.to).toBe(END);
        for (const [index, { from }] of strip.slice(1).entries()) expect(from).toBe(strip[index]?.to);
        expect(Object.values(secondsByState(strip)).reduce((a, b) => a + b)).toBeCloseTo(END / 1000);
      }
      const vantages = [...new Set(rows.map(({ vantage }) => vantage))];
      for (let moment = 0; moment < END; moment++) {
        const seen = vantages.map((vantage) => {
          const row = rows.find((one) => one.vantage === vantage && one.from <= moment && moment < one.to);
          return { state: row?.state ?? ("unknown" as const) };
        });
        expect(agreed.find(({ from, to }) => from <= moment && moment < to)?.state).toBe(agree(seen).state);
      }
    }),
    { numRuns: 60 },
  );
});

it("says why it is unknown", () => {
  const span = (vantage: string, state: "up" | "down" | "unknown", from: number, to: number) => ({
    ...{ vantage, state, from, to },
    reason: state === "unknown" ? "the control target did not answer" : "",
  });
  const rows = [
    span("fra", "up", 0, 40),
    span("fra", "unknown", 40, 60),
    span("sin", "down", 0, 20),
    span("sin", "unknown", 50, 60),
  ];
  const strips = vantageStrips(rows, 0, 80);
  expect(strips.get("sin")?.map(({ state, reason, from }) => [state, reason, from])).toEqual([
    ["down", "", 0],
    ["unknown", "not probed", 20],
    ["unknown", "the control target did not answer", 50],
    ["unknown", "not probed", 60],
  ]);
  expect(agreedStrip([...strips.values()], 0, 80).map(({ state, reason, from }) => [state, reason, from])).toEqual([
    ["unknown", "vantage points differ", 0],
    ["up", "", 20],
    ["unknown", "no vantage point could tell", 40],
  ]);
});
