import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideClock, decideHead, HEAD_TOLERANCE_BLOCKS, type SourceClock, type SourceHead } from "./head.ts";

const NOON = Date.parse("2026-05-23T12:00:00Z");
const BLOCK_MS = 6000;
const iso = (ms: number) => new Date(ms).toISOString();
/** The block time of an honest chain. */
const timeOf = (height: number) => iso(NOON + height * BLOCK_MS);
const head = (source: string, height: number, time = timeOf(height), observed = NOON): SourceHead => ({
  source,
  height,
  time,
  observed_at: iso(observed),
});
const clock = (source: string, epoch: number, observed = NOON): SourceClock => ({
  source,
  latest_epoch: epoch,
  poc_start_height: epoch * 100,
  effective_epoch: epoch,
  observed_at: iso(observed),
});

const shuffled = <T>(items: readonly T[]) =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
const ordered = (verdict: ReturnType<typeof decideHead> | ReturnType<typeof decideClock>) => ({
  ...verdict,
  ...("agreeing" in verdict ? { agreeing: [...verdict.agreeing].sort() } : {}),
  ...("odd" in verdict ? { odd: [...verdict.odd].sort() } : {}),
});

/** Honest nodes: near each other, all of one chain. */
const honest = (count: number) =>
  fc
    .tuple(fc.integer({ min: 1000, max: 2000 }), fc.array(fc.nat(HEAD_TOLERANCE_BLOCKS), { minLength: count, maxLength: count }))
    .map(([height, lags]) => lags.map((lag, index) => head(`honest${index}`, height - lag)));
/** Anything a liar may say: most of all what is near to the truth. */
const anyHead = (source: string, near: number) =>
  fc
    .record({
      height: fc.oneof(fc.integer({ min: near - 30, max: near + 30 }), fc.nat(3000)),
      shift: fc.oneof(fc.constantFrom(0, -100_000, -30_000, 30_000, 100_000), fc.integer({ min: -1_000_000, max: 1_000_000 })),
    })
    .map(({ height, shift }) => head(source, height, iso(NOON + height * BLOCK_MS + shift)));

describe("the head", () => {
  it("of no source is lost, of one source its own", () => {
    expect(decideHead([])).toEqual({ kind: "lost" });
    const only = head("a", 1500);
    expect(decideHead([only])).toEqual({ kind: "agreed", value: { height: 1500, time: only.time }, agreeing: ["a"], odd: [] });
  });

  it.each([
    ["the highest that two have reached", [100, 103, 105], 103],
    ["of two near each other, the lower", [100, 105], 100],
    ["not the lone one ahead", [100, 101, 5000], 100],
    ["not the lone one behind", [1, 100, 101], 100],
  ])("is %s", (_, heights, height) => {
    expect(decideHead(heights.map((one, index) => head(`${index}`, one)))).toMatchObject({ kind: "agreed", value: { height } });
  });

  it("names who is odd in height or in time", () => {
    const late = head("c", 1501, iso(NOON + 1501 * BLOCK_MS + 200_000));
    expect(decideHead([head("a", 1500), head("b", 1501), head("far", 9000)])).toMatchObject({
      agreeing: ["a", "b"],
      odd: ["far"],
    });
    expect(decideHead([head("a", 1500), head("b", 1501), late])).toMatchObject({ agreeing: ["a", "b"], odd: ["c"] });
  });

  it("of two that are far apart is disputed, and so of three that all are", () => {
    expect(decideHead([head("a", 1500), head("b", 1600)])).toEqual({ kind: "disputed", odd: ["a", "b"] });
    expect(decideHead([head("a", 1500), head("b", 1600), head("c", 1700)])).toMatchObject({ kind: "disputed" });
  });

  it("is disputed where one block is told with two times and no majority says which", () => {
    const other = head("c", 1501, iso(NOON + 1501 * BLOCK_MS + 50_000));
    expect(decideHead([head("b", 1501), other])).toMatchObject({ kind: "disputed" });
    expect(decideHead([head("a", 1500), head("b", 1501), other])).toMatchObject({ kind: "disputed" });
    expect(decideHead([head("a", 1501), head("b", 1501), other])).toMatchObject({ kind: "agreed", odd: ["c"] });
  });

  it("does not depend on the order of the sources", () => {
    const sources = fc
      .nat(5)
      .chain((count) => fc.tuple(...Array.from({ length: count + 1 }, (_, index) => anyHead(`s${index}`, 1500))));
    fc.assert(
      fc.property(
        sources.chain((said) => fc.tuple(fc.constant(said), shuffled(said))),
        ([said, mixed]) => {
          expect(ordered(decideHead(mixed))).toEqual(ordered(decideHead(said)));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("of honest sources is agreed by all of them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }).chain((count) => honest(count)),
        (said) => {
          const verdict = decideHead(said);
          expect(verdict).toMatchObject({ kind: "agreed", odd: [] });
          if (verdict.kind === "agreed") expect(verdict.value.time).toBe(timeOf(verdict.value.height));
        },
      ),
    );
  });

  it("of three is never beyond what two honest ones say, whatever the third says", () => {
    fc.assert(
      fc.property(
        honest(2)
          .chain((two) => fc.tuple(fc.constant(two), anyHead("liar", two[0]?.height ?? 0)))
          .chain(([two, liar]) => shuffled([...two, liar])),
        (said) => {
          const verdict = decideHead(said);
          const heights = said.filter(({ source }) => source !== "liar").map(({ height }) => height);
          if (verdict.kind !== "agreed") return;
          expect(verdict.value.height).toBeGreaterThanOrEqual(Math.min(...heights));
          expect(verdict.value.height).toBeLessThanOrEqual(Math.max(...heights));
          expect(Math.abs(Date.parse(verdict.value.time) - Date.parse(timeOf(verdict.value.height)))).toBeLessThanOrEqual(
            240_000,
          );
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("of three is the honest ones', with the third named odd, where it is far away", () => {
    fc.assert(
      fc.property(honest(2), fc.integer({ min: 100, max: 100_000 }), fc.boolean(), (two, by, up) => {
        const verdict = decideHead([head("liar", 2000 + (up ? by : -by - 1100)), ...two]);
        expect(verdict).toMatchObject({ kind: "agreed", odd: ["liar"] });
      }),
    );
  });

  it("of a minority of liars that agree is never theirs", () => {
    fc.assert(
      fc.property(honest(3), fc.integer({ min: 100, max: 10_000 }), (three, by) => {
        const liars = [head("liar0", 2000 + by), head("liar1", 2000 + by)];
        expect(decideHead([...liars, ...three])).toMatchObject({ kind: "agreed", odd: ["liar0", "liar1"] });
      }),
    );
  });

  it("counts no source that has not been heard of for 10 minutes", () => {
    const old = NOON - 600_001;
    const stale = [head("x", 900, timeOf(900), old), head("y", 900, timeOf(900), old)];
    expect(decideHead([...stale, head("a", 1500)])).toMatchObject({
      kind: "agreed",
      value: { height: 1500 },
      agreeing: ["a"],
      odd: [],
    });
    // All of them are old alike: then they are what is known.
    expect(decideHead(stale)).toMatchObject({ kind: "agreed", value: { height: 900 } });
  });
});

describe("the epoch clock", () => {
  it("of no source is lost, of one source its own", () => {
    expect(decideClock([])).toEqual({ kind: "lost" });
    const value = { latest_epoch: 7, poc_start_height: 700, effective_epoch: 7 };
    expect(decideClock([clock("a", 7)])).toEqual({ kind: "agreed", value, agreeing: ["a"], odd: [] });
  });

  it("is what more than half tell alike, and a dispute without them", () => {
    const tellers = fc.array(fc.nat(3), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(tellers, (epochs) => {
        const verdict = decideClock(epochs.map((epoch, index) => clock(`s${index}`, epoch)));
        const voices = new Map<number, number>();
        for (const epoch of epochs) voices.set(epoch, (voices.get(epoch) ?? 0) + 1);
        const winner = [...voices].find(([, count]) => count * 2 > epochs.length)?.[0];
        if (winner === undefined) expect(verdict).toMatchObject({ kind: "disputed" });
        else {
          const odd = epochs.flatMap((epoch, index) => (epoch === winner ? [] : [`s${index}`]));
          expect(verdict).toMatchObject({ kind: "agreed", value: { latest_epoch: winner }, odd });
        }
      }),
    );
  });

  it.each(["latest_epoch", "poc_start_height", "effective_epoch"] as const)("differs in %s alone", (field) => {
    const other = { ...clock("b", 7), [field]: 8 };
    expect(decideClock([clock("a", 7), other])).toEqual({ kind: "disputed", odd: ["a", "b"] });
    expect(decideClock([clock("a", 7), other, clock("c", 7)])).toMatchObject({ kind: "agreed", odd: ["b"] });
  });

  it("does not depend on the order of the sources, and counts no stale one", () => {
    const said = fc
      .array(fc.record({ epoch: fc.nat(2), stale: fc.boolean() }), { minLength: 1, maxLength: 6 })
      .map((list) =>
        list.map(({ epoch, stale }, index) => clock(`s${index}`, epoch, stale && index > 0 ? NOON - 600_001 : NOON)),
      );
    fc.assert(
      fc.property(
        said.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
        ([list, mixed]) => {
          expect(ordered(decideClock(mixed))).toEqual(ordered(decideClock(list)));
          const fresh = list.filter(({ observed_at }) => observed_at === iso(NOON));
          expect(decideClock(list)).toEqual(decideClock(fresh));
        },
      ),
    );
  });
});
