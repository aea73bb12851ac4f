import { describe, expect, it } from "vitest";
import { STATES, type State } from "../../roadmap/index.ts";
import { METHODS } from "../methods/index.ts";
import type { Completeness } from "./completeness.ts";
import { decideState, type StateInputs } from "./state.ts";

const [method] = METHODS;
if (!method) throw new Error("no methods");
const complete = (final: boolean): Completeness => ({ kind: "complete", sources: 3, final, hashes: [] });
const not = (kind: "disputed" | "source_lost" | "no_data"): Completeness => ({ kind, detail: `why ${kind}` });

const SEEN = { value: 5, samples: 10, note: "estimate: by x", coverage: null, isNetwork: true };

/** All is well; each case changes what it is about. */
const WELL: StateInputs = {
  method: { ...method, validFromEpoch: 100, minSamples: 3 },
  epoch: 200,
  unmeasurable: null,
  own: complete(true),
  history: complete(true),
  clockDisputed: false,
  row: SEEN,
};

/** From the first that applies to the last: each one still holds when everything after it is wrong too. */
const ORDER: readonly (readonly [why: string, Partial<StateInputs>, State, note: RegExp])[] = [
  ["the chain has switched it off", { unmeasurable: "switched off" }, "not_measurable_yet", /^switched off$/],
  ["the bucket's own sources can't tell", { own: not("source_lost") }, "source_lost", /^why source_lost$/],
  ["the bucket's own facts are disputed", { own: not("disputed") }, "disputed", /^why disputed$/],
  ["earlier facts are disputed", { history: not("disputed"), own: complete(false) }, "disputed", /^why disputed$/],
  [
    "it can't be told whether the epoch is final",
    { clockDisputed: true, own: complete(false) },
    "disputed",
    /head or the epoch clock/,
  ],
  [
    "the method does not hold yet",
    { epoch: 99, own: complete(false) },
    "not_enough_data",
    /^the method is valid from epoch 100 on$/,
  ],
  ["earlier facts are missing", { history: not("no_data"), own: complete(false) }, "not_enough_data", /^why no_data$/],
  [
    "there is no number",
    { row: { value: null, samples: 0, note: "nothing was assigned", coverage: null, isNetwork: true }, own: complete(false) },
    "not_enough_data",
    /^nothing was assigned$/,
  ],
  [
    "there are too few samples",
    { row: { value: 5, samples: 2, note: "", coverage: null, isNetwork: true }, own: complete(false) },
    "not_enough_data",
    /^2 samples, the method needs 3$/,
  ],
  ["the epoch may still change", { own: complete(false) }, "provisional", /^estimate: by x$/],
  ["all is well", {}, "ok", /^estimate: by x$/],
];

describe("the state of a value", () => {
  it.each(ORDER.map((entry, index) => [entry[0], index] as const))("when %s, whatever else is wrong after it", (_, index) => {
    const [, own, state, note] = ORDER[index] ?? ORDER[0] ?? [];
    for (let later = index; later < ORDER.length; later++) {
      const also: Partial<StateInputs> = Object.assign(
        {},
        ...ORDER.slice(index + 1, later + 1)
          .reverse()
          .map(([, change]) => change),
      );
      const decided = decideState({ ...WELL, ...also, ...own });
      expect(decided.state, `with ${later}`).toBe(state);
      expect(decided.note).toMatch(note ?? /never/);
    }
  });

  it("is no_data as source_lost is, before all but what can't be measured", () => {
    const all: Partial<StateInputs> = Object.assign({}, ...ORDER.slice(1).map(([, change]) => change));
    expect(decideState({ ...WELL, ...all, own: not("no_data") })).toEqual({ state: "no_data", note: "why no_data" });
  });

  it.each([
    [true, true, "ok"],
    [false, true, "provisional"],
    [true, false, "provisional"],
    [false, false, "provisional"],
  ])("with own facts final %s and earlier ones final %s is %s", (own, history, state) => {
    expect(decideState({ ...WELL, own: complete(own), history: complete(history) }).state).toBe(state);
  });

  it("does not doubt what is final because the clock is disputed", () => {
    expect(decideState({ ...WELL, clockDisputed: true }).state).toBe("ok");
    expect(decideState({ ...WELL, clockDisputed: true, history: complete(false) }).state).toBe("disputed");
  });

  it("asks for samples of the network-wide row alone, and takes unknown ones for too few", () => {
    const row = { value: 5, samples: 1, note: "", coverage: null, isNetwork: false };
    expect(decideState({ ...WELL, row }).state).toBe("ok");
    expect(decideState({ ...WELL, row: { ...row, isNetwork: true, samples: null } })).toEqual({
      state: "not_enough_data",
      note: "unknown samples, the method needs 3",
    });
    expect(
      decideState({ ...WELL, method: { ...WELL.method, minSamples: 0 }, row: { ...row, isNetwork: true, samples: null } }).state,
    ).toBe("ok");
  });

  it("says why there is no number even where the method does not", () => {
    const row = { value: null, samples: 5, note: "", coverage: null, isNetwork: true };
    expect(decideState({ ...WELL, row }).note).toBe("there is nothing to compute it from");
  });

  it("is provisional for good where it saw less of reality than the method asks for, or nobody knows how much", () => {
    const seeing = (coverage: number | null) =>
      decideState({ ...WELL, method: { ...method, minCoverage: 0.8 }, row: { ...SEEN, coverage } });
    expect([null, 0, 0.79, 0.8, 1].map((coverage) => seeing(coverage).state)).toEqual([
      "provisional",
      "provisional",
      "provisional",
      "ok",
      "ok",
    ]);
    expect(decideState({ ...WELL, row: { ...SEEN, coverage: 0.1 } }).state).toBe("ok");
  });

  it("takes a zero for the number it is", () => {
    expect(decideState({ ...WELL, row: { ...WELL.row, value: 0 } }).state).toBe("ok");
  });

  it("is one of the states that an evaluation can reach", () => {
    const reached = new Set([...ORDER.map(([, , state]) => state), "no_data"]);
    expect([...reached].every((state) => STATES.some((known) => known === state))).toBe(true);
    expect(STATES.filter((state) => !reached.has(state))).toEqual(["needs_entry"]);
  });
});
