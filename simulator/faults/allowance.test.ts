import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Allowance } from "./allowance.ts";

describe("a rate limit", () => {
  it("never lets more through than the rate and the burst allow", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 0, max: 30 }),
        fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 200 }),
        (perMinute, burst, pauses) => {
          const allowance = new Allowance(perMinute, burst);
          let ms = 0;
          let passed = 0;
          for (const pause of pauses) {
            ms += pause;
            if (allowance.take(ms)) passed += 1;
          }
          const elapsed = ms - (pauses[0] ?? 0);
          expect(passed).toBeLessThanOrEqual(1 + burst + Math.ceil((elapsed * perMinute) / 60_000));
        },
      ),
    );
  });

  it("lets everything through that keeps to the rate", () => {
    const allowance = new Allowance(20, 1);
    for (let asked = 0; asked < 100; asked += 1) expect(allowance.take(asked * 3000), String(asked)).toBe(true);
  });
});
