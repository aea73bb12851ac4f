import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InferenceRow } from "../../storage/facts/inference-rows.ts";
import { applyDiffs, inSeconds, type SessionGround, type SessionState } from "./apply.ts";
import type { SessionTx } from "./messages.ts";
import type { Diff } from "./page.ts";
import { NOTHING_STRANGE, type Strange, strangeFromWords, strangeInWords } from "./strange.ts";

const GROUND: SessionGround = { escrowId: 1n, epoch: 7, modelId: "escrow-model", slots: ["a", "b", "a", "c"] };
const EMPTY: SessionState = { nonce: 0, finalized: false, strange: NOTHING_STRANGE, rows: new Map() };

const start = (id: number, more: object = {}): SessionTx => ({
  ...{ kind: "start", id, model: "m", inputLength: 200n, maxTokens: 40n, startedAt: 1_795_358_452n },
  ...more,
});
const confirm = (id: number): SessionTx => ({ kind: "confirm", id, confirmedAt: 1_795_358_453n });
const finish = (id: number, inputTokens: bigint, outputTokens: bigint): SessionTx => ({
  ...{ kind: "finish", id, inputTokens, outputTokens, executorSlot: BigInt(id % 4) },
});
const at = (nonce: number, ...txs: SessionTx[]): Diff => ({ nonce, txs });

/** Applies pages one after the other, the rows kept as a store would. */
function applied(pages: readonly (readonly Diff[])[], from: SessionState = EMPTY): SessionState {
  return pages.reduce((state, diffs) => {
    const { changed, ...rest } = applyDiffs(GROUND, state, diffs);
    return { ...rest, rows: new Map([...state.rows, ...changed]) };
  }, from);
}
const row = (state: SessionState, id: number): Partial<InferenceRow> => state.rows.get(id) ?? {};

describe("applyDiffs", () => {
  it("makes one row of an inference's transactions, whatever diffs they come in", () => {
    const state = applied([
      [at(1, start(1)), at(2, start(2), confirm(1))],
      [
        at(3, finish(1, 20n, 13n)),
        at(4, { kind: "timeout", id: 2, reason: 1n }),
        at(5, { kind: "validation", id: 1, valid: true }),
      ],
      [
        at(
          6,
          { kind: "validation", id: 1, valid: false },
          { kind: "vote", id: 1, valid: false },
          { kind: "vote", id: 1, valid: true },
        ),
      ],
      [at(7, { kind: "finalize" }), at(8)],
    ]);
    expect(state).toMatchObject({ nonce: 8, finalized: true, strange: NOTHING_STRANGE });
    expect([...state.rows.values()]).toEqual([
      {
        ...{ escrow_id: 1n, inference_id: 1n, epoch: 7, model_id: "m", executor: "b", executor_slot: 1 },
        ...{ input_length: 200n, max_tokens: 40n, started_at: 1_795_358_452n, confirmed_at: 1_795_358_453n },
        ...{ prompt_tokens: 20n, completion_tokens: 13n, timeout_reason: null },
        ...{ validations_valid: 1, validations_invalid: 1, votes_valid: 1, votes_invalid: 1, last_nonce: 6n },
      },
      expect.objectContaining({
        inference_id: 2n,
        executor: "a",
        confirmed_at: null,
        prompt_tokens: null,
        timeout_reason: 1,
        last_nonce: 4n,
      }),
    ]);
  });

  it("counts what can't be, and makes no zero of it", () => {
    const state = applied([
      [
        at(1, finish(9, 20n, 13n), confirm(9), { kind: "unknown" }, { kind: "reveal" }),
        at(2, start(2), start(2, { maxTokens: 1n }), finish(2, 5n, 6n), finish(2, 500n, 600n)),
        at(3, confirm(2), confirm(2), { kind: "timeout", id: 2, reason: 3n }),
        at(4, start(4), { kind: "finish", id: 4, inputTokens: 1n, outputTokens: 2n, executorSlot: 3n }),
      ],
    ]);
    expect(state.strange).toEqual({ unknownKind: 1, withoutStart: 2, repeated: 3, badValue: 1, otherExecutor: 1 });
    expect(state.rows.has(9)).toBe(false);
    expect(row(state, 2)).toMatchObject({ max_tokens: 40n, prompt_tokens: 5n, completion_tokens: 6n, timeout_reason: null });
    expect(row(state, 4)).toMatchObject({ executor: "a", executor_slot: 0, prompt_tokens: 1n });
  });

  it("keeps a model name that no model can have out of the rows", () => {
    const state = applied([[at(1, start(1, { model: "" }), start(2, { model: "x".repeat(257) }))]]);
    expect([row(state, 1).model_id, row(state, 2).model_id]).toEqual(["escrow-model", "escrow-model"]);
  });

  const txs = fc.oneof(
    fc.integer({ min: 1, max: 8 }).map((id) => start(id)),
    fc.integer({ min: 1, max: 8 }).map(confirm),
    fc.tuple(fc.integer({ min: 1, max: 8 }), fc.bigInt(0n, 99n), fc.bigInt(0n, 99n)).map(([id, a, b]) => finish(id, a, b)),
    fc.record({ kind: fc.constant("timeout" as const), id: fc.integer({ min: 1, max: 8 }), reason: fc.bigInt(0n, 3n) }),
    fc.record({
      kind: fc.constantFrom("validation" as const, "vote" as const),
      id: fc.integer({ min: 1, max: 8 }),
      valid: fc.boolean(),
    }),
    fc.constantFrom<SessionTx>({ kind: "finalize" }, { kind: "unknown" }, { kind: "reveal" }),
  );
  const sessions = fc
    .array(fc.array(txs, { maxLength: 6 }), { maxLength: 20 })
    .map((list) => list.map((each, i) => at(i + 1, ...each)));

  it("comes to the same whatever pages the diffs are cut into", () => {
    fc.assert(
      fc.property(sessions, fc.array(fc.nat(20)), (diffs, cuts) => {
        const bounds = [0, ...cuts.filter((cut) => cut < diffs.length).sort((a, b) => a - b), diffs.length];
        const pages = bounds.slice(1).map((end, index) => diffs.slice(bounds[index], end));
        const [whole, paged] = [applied([diffs]), applied(pages)];
        expect({ ...paged, rows: new Map([...paged.rows].sort()) }).toEqual({ ...whole, rows: new Map([...whole.rows].sort()) });
      }),
    );
  });

  it("changes nothing where rows are ahead of the nonce, as a kill leaves them", () => {
    fc.assert(
      fc.property(sessions, fc.nat(20), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (diffs, cut, isStored) => {
        const whole = applied([diffs]);
        const before = applied([diffs.slice(0, cut)]);
        // Of the rows that changed after the nonce that was kept, any may have reached the store.
        const rows = new Map(before.rows);
        for (const [id, ahead] of whole.rows) if (isStored[id - 1]) rows.set(id, ahead);
        expect(new Map([...applied([diffs], { ...before, rows }).rows].sort())).toEqual(new Map([...whole.rows].sort()));
      }),
    );
  });

  it("does not write to the rows it was given", () => {
    const before = applied([[at(1, start(1))]]);
    const copy = { ...row(before, 1) };
    applyDiffs(GROUND, before, [at(2, finish(1, 1n, 1n))]);
    expect(row(before, 1)).toEqual(copy);
  });
});

describe("inSeconds", () => {
  it("reads seconds, milliseconds, microseconds and nanoseconds", () => {
    for (const factor of [1n, 1000n, 1_000_000n, 1_000_000_000n]) expect(inSeconds(1_795_358_452n * factor)).toBe(1_795_358_452n);
    expect(inSeconds(1_795_358_452_556n)).toBe(1_795_358_452n);
    expect(inSeconds(0n)).toBe(0n);
  });
});

describe("strange transactions in words", () => {
  it("are found again in whatever text they stand", () => {
    const counts = fc.nat(1_000_000);
    const strange: fc.Arbitrary<Strange> = fc.record({
      ...{ unknownKind: counts, withoutStart: counts, repeated: counts, badValue: counts, otherExecutor: counts },
    });
    fc.assert(
      fc.property(strange, (given) => {
        const words = strangeInWords(given);
        expect(strangeFromWords(words)).toEqual(given);
        if (words !== "") expect(strangeFromWords(`${words}; slot 3: 5 ngonka by its diffs, 6 settled`)).toEqual(given);
      }),
    );
    expect(strangeInWords(NOTHING_STRANGE)).toBe("");
    expect(strangeFromWords("read again from another host")).toEqual(NOTHING_STRANGE);
  });
});
