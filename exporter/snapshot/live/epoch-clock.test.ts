import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stagesOf } from "../../../chain/epoch-schedule.ts";
import type { Epoch } from "../../../storage/read/votes.ts";
import type { ClockVerdict, HeadVerdict } from "../questions.ts";
import { blockTimeOf, epochClock, PHASES } from "./epoch-clock.ts";

/** Mainnet's, and epoch 255 as it was recorded. */
const MAINNET = {
  epoch_length: 15_391,
  poc_stage_duration: 35,
  poc_exchange_duration: 0,
  poc_validation_delay: 5,
  poc_validation_duration: 240,
  set_new_validators_delay: 120,
};
const START = 3_936_060;
const TIME = "2026-05-05T18:00:00Z";
const head = (height: number): HeadVerdict => ({ kind: "agreed", value: { height, time: TIME }, agreeing: ["a"], odd: [] });
const clock: ClockVerdict = {
  ...{ kind: "agreed" as const, agreeing: ["a"], odd: [] },
  value: { latest_epoch: 255, poc_start_height: START, effective_epoch: 254 },
};
const at = (height: number, halted = false) => epochClock(head(height), clock, MAINNET, { seconds: 5, basis: "blocks" }, halted);

describe("the epoch clock", () => {
  it.each([
    [0, "poc_generate", 35],
    [34, "poc_generate", 1],
    [35, "poc_exchange", 5],
    [40, "poc_validate", 240],
    [279, "poc_validate", 1],
    [280, "changeover", 120],
    [399, "changeover", 1],
    [400, "inference", 14_991],
    [15_390, "inference", 1],
  ])("%i blocks into the epoch is %s, %i blocks from the next phase", (blocks, phase, left) => {
    expect(at(START + blocks)).toMatchObject({ phase, phaseBlocksLeft: left, epochBlocksLeft: 15_391 - blocks });
  });

  it("names heights, and estimates times of what is to come only while blocks come", () => {
    const events = at(START + 300)?.events.map(({ name, blocksLeft, estimatedAt }) => [name, blocksLeft, estimatedAt]);
    expect(events).toEqual([
      ["poc_start", -300, null],
      ["poc_validation_start", -260, null],
      ["settlement", -20, null],
      ["epoch_effective", 100, "2026-05-05T18:08:20.000Z"],
      ["next_poc_start", 15_091, new Date(Date.parse(TIME) + 15_091 * 5000).toISOString()],
    ]);
    expect(at(START + 300, true)?.events.every(({ estimatedAt }) => estimatedAt === null)).toBe(true);
  });

  it("tells nothing where the clock is not the head's, or something is not agreed", () => {
    expect(at(START - 1)).toBeNull();
    expect(at(START + 15_391)).toBeNull();
    expect(epochClock({ kind: "lost" }, clock, MAINNET, null, false)).toBeNull();
    expect(epochClock(head(START), { kind: "disputed", odd: [] }, MAINNET, null, false)).toBeNull();
    expect(epochClock(head(START), clock, null, null, false)).toBeNull();
  });

  it("goes through its phases in order, whatever the lengths", () => {
    const length = fc.integer({ min: 0, max: 30 });
    const lengths = fc.tuple(length, length, length, length, fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(lengths, ([stage, delay, validation, setNew, rest]) => {
        const params = {
          ...{
            poc_stage_duration: stage,
            poc_exchange_duration: 0,
            poc_validation_delay: delay,
            poc_validation_duration: validation,
          },
          ...{ set_new_validators_delay: setNew, epoch_length: stage + delay + validation + setNew + rest },
        };
        const { nextPocStart } = stagesOf(START, params);
        let last = 0;
        for (let height = START; height < nextPocStart; height++) {
          const told = epochClock(head(height), clock, params, null, false);
          const index = told ? PHASES.indexOf(told.phase) : -1;
          expect(index).toBeGreaterThanOrEqual(last);
          expect(told?.phaseBlocksLeft).toBeGreaterThan(0);
          last = index;
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("the time between blocks", () => {
  const pace = (source: string, blocks: number, seconds: number) => ({
    ...{ source, from_height: 100, to_height: 100 + blocks, from_time: "2026-05-05T17:00:00Z" },
    to_time: new Date(Date.parse("2026-05-05T17:00:00Z") + seconds * 1000).toISOString(),
  });
  const epoch: Epoch = {
    ...{ epoch: 253, poc_start_height: 600, effective_height: 1000, last_height: 1999, models: [] },
    ...{ starts_at: "2026-05-04T00:00:00Z", ends_at: "2026-05-04T01:30:00Z", told_until: null },
  };

  it("is that of the agreeing source which saw most", () => {
    const paces = [pace("a", 20, 100), pace("liar", 5000, 100)];
    expect(blockTimeOf(head(1), paces, [epoch])).toEqual({ seconds: 5, basis: "the last 20 blocks that a told" });
  });

  it("is that of the newest epoch with known bounds where too few blocks were seen", () => {
    const running = { ...epoch, epoch: 254, last_height: 0, ends_at: null };
    expect(blockTimeOf(head(1), [pace("a", 9, 900)], [epoch, running])?.seconds).toBeCloseTo(5.4, 12);
    expect(blockTimeOf(head(1), [], [running])).toBeNull();
  });
});
