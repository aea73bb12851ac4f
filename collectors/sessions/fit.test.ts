import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Costed, fitsSettlement } from "./fit.ts";

const inference = (executor_slot: number, more: Partial<Costed> = {}): Costed => ({
  ...{ executor_slot, input_length: 200n, max_tokens: 40n, confirmed_at: 5n, prompt_tokens: 20n, completion_tokens: 10n },
  ...{ timeout_reason: null, validations_invalid: 0, votes_invalid: 0 },
  ...more,
});
const slot = (slot_id: number, cost: bigint, invalid = 0) => ({ slot_id, cost, invalid });
const open = { prompt_tokens: null, completion_tokens: null };
const challenged = { validations_invalid: 1 };

describe("fitsSettlement", () => {
  it("adds up tokens by slot, at the price", () => {
    const told = [inference(0), inference(0), inference(3, { completion_tokens: 20n })];
    expect(fitsSettlement(told, 10n, [slot(0, 600n), slot(1, 0n), slot(3, 400n)])).toEqual({ fits: true, unfinished: "none" });
    expect(fitsSettlement(told, 10n, [slot(0, 600n), slot(3, 401n)])).toEqual({
      fits: false,
      slot: 3,
      told: 400n,
      settled: 401n,
    });
  });

  it("does not let one slot make up for another", () => {
    expect(fitsSettlement([inference(0), inference(1)], 10n, [slot(0, 310n), slot(1, 290n)]).fits).toBe(false);
    expect(fitsSettlement([inference(2)], 10n, []).fits).toBe(false);
  });

  it("clips a cost at what was reserved", () => {
    expect(fitsSettlement([inference(0, { completion_tokens: 9999n })], 10n, [slot(0, 2400n)]).fits).toBe(true);
  });

  it("counts nothing for what timed out or never finished", () => {
    const told = [inference(0), inference(0, { ...open, timeout_reason: 2 }), inference(0, open)];
    expect(fitsSettlement(told, 10n, [slot(0, 300n)])).toEqual({ fits: true, unfinished: "none" });
  });

  it("knows the rules of newer binaries, by which unfinished ones are credited", () => {
    const told = [inference(0), inference(0, open), inference(0, { ...open, confirmed_at: null })];
    expect(fitsSettlement(told, 10n, [slot(0, 2700n)])).toEqual({ fits: true, unfinished: "confirmed" });
    expect(fitsSettlement(told, 10n, [slot(0, 5100n)])).toEqual({ fits: true, unfinished: "all" });
    // One rule holds for all of them.
    const mixed = [inference(0), inference(0, open), inference(1), inference(1, open)];
    expect(fitsSettlement(mixed, 10n, [slot(0, 300n), slot(1, 2700n)]).fits).toBe(false);
  });

  it("takes back as many challenged ones as the settlement counts, and no other", () => {
    const told = [inference(0), inference(0, { ...challenged, prompt_tokens: 40n }), inference(0, { votes_invalid: 2 })];
    expect(fitsSettlement(told, 10n, [slot(0, 600n, 1)]).fits).toBe(true);
    expect(fitsSettlement(told, 10n, [slot(0, 800n, 1)]).fits).toBe(true);
    expect(fitsSettlement(told, 10n, [slot(0, 300n, 2)]).fits).toBe(true);
    expect(fitsSettlement(told, 10n, [slot(0, 700n, 1)]).fits).toBe(false);
    expect(fitsSettlement(told, 10n, [slot(0, 600n, 2)]).fits).toBe(false);
    expect(fitsSettlement(told, 10n, [slot(0, 1100n, 1)]).fits).toBe(false);
    expect(fitsSettlement([inference(0)], 10n, [slot(0, 0n, 1)]).fits).toBe(false);
  });

  it("finds invented tokens in whatever slot, below what was reserved", () => {
    const tokens = fc.record({ slot: fc.nat(3), prompt: fc.bigInt(0n, 100n), completion: fc.bigInt(0n, 100n) });
    fc.assert(
      fc.property(fc.array(tokens, { minLength: 1 }), fc.nat(), (list, which) => {
        const told = list.map((one) => inference(one.slot, { prompt_tokens: one.prompt, completion_tokens: one.completion }));
        const settled = [0, 1, 2, 3].map((id) =>
          slot(
            id,
            list.filter((one) => one.slot === id).reduce((sum, one) => sum + (one.prompt + one.completion) * 7n, 0n),
          ),
        );
        expect(fitsSettlement(told, 7n, settled).fits).toBe(true);
        const lie = told.map((one, index) =>
          index === which % told.length ? { ...one, completion_tokens: (one.completion_tokens ?? 0n) + 1n } : one,
        );
        expect(fitsSettlement(lie, 7n, settled).fits).toBe(false);
      }),
    );
  });

  it("is quick with very many challenged ones", () => {
    const told = Array.from({ length: 2000 }, (_, index) => inference(0, { ...challenged, prompt_tokens: BigInt(index % 200) }));
    const whole = told.reduce((sum, one) => sum + (one.prompt_tokens ?? 0n) + 10n, 0n);
    const started = performance.now();
    expect(fitsSettlement(told, 1n, [slot(0, whole - 5000n, 50)]).fits).toBe(true);
    expect(fitsSettlement(told, 1n, [slot(0, whole - 100n, 50)]).fits).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
