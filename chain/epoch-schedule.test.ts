import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EpochParams, finality, stagesOf } from "./epoch-schedule.ts";

const numRuns = Number(process.env["FC_RUNS"] ?? 1000);

const mainnet: EpochParams = {
  epoch_length: 15391,
  poc_stage_duration: 35,
  poc_exchange_duration: 0,
  poc_validation_delay: 5,
  poc_validation_duration: 240,
  set_new_validators_delay: 120,
};
const localnet: EpochParams = {
  epoch_length: 100,
  poc_stage_duration: 8,
  poc_exchange_duration: 2,
  poc_validation_delay: 2,
  poc_validation_duration: 12,
  set_new_validators_delay: 4,
};

const duration = fc.integer({ min: 0, max: 100_000 });
const anyParams = fc.record({
  epoch_length: fc.integer({ min: 1, max: 100_000 }),
  poc_stage_duration: duration,
  poc_exchange_duration: duration,
  poc_validation_delay: duration,
  poc_validation_duration: duration,
  set_new_validators_delay: duration,
});

describe("stagesOf", () => {
  it("gives mainnet's heights of epoch 255, as its recorded group has them", () => {
    const stages = stagesOf(3936060, mainnet);
    expect(stages).toEqual({
      pocStart: 3936060,
      generationEnd: 3936095,
      exchangeEnd: 3936095,
      validationStart: 3936100,
      validationEnd: 3936340,
      setNewValidators: 3936460,
      claimMoney: 3936461,
      nextPocStart: 3951451,
    });
    expect(stagesOf(stages.nextPocStart, mainnet).setNewValidators - 1).toBe(3951850);
  });

  it("gives mainnet's start of epoch 402 from that of 401", () => {
    expect(stagesOf(6183146, mainnet).nextPocStart).toBe(6198537);
  });

  it("gives the local chain's heights of epoch 4: the exchange doesn't push validation back", () => {
    expect(stagesOf(400, localnet)).toEqual({
      pocStart: 400,
      generationEnd: 408,
      exchangeEnd: 410,
      validationStart: 410,
      validationEnd: 422,
      setNewValidators: 426,
      claimMoney: 427,
      nextPocStart: 500,
    });
  });

  it("keeps its stages in order and shifts with the start", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(1000), anyParams, (start, shift, params) => {
        const at = stagesOf(start, params);
        expect(at.pocStart).toBeLessThanOrEqual(at.generationEnd);
        expect(at.generationEnd).toBeLessThanOrEqual(at.validationStart);
        expect(at.validationStart).toBeLessThanOrEqual(at.validationEnd);
        expect(at.validationEnd).toBeLessThanOrEqual(at.setNewValidators);
        expect(at.claimMoney).toBe(at.setNewValidators + 1);
        const shifted = Object.entries(stagesOf(start + shift, params)).map(([stage, height]) => [stage, height - shift]);
        expect(Object.fromEntries(shifted)).toEqual(at);
      }),
      { numRuns },
    );
  });

  it.each([
    [-1, mainnet],
    [1.5, mainnet],
    [Number.MAX_SAFE_INTEGER, mainnet],
    [Number.NaN, mainnet],
    [100, { ...mainnet, epoch_length: 0 }],
    [100, { ...mainnet, poc_validation_delay: -1 }],
  ])("refuses start %s with %o", (start, params) => {
    expect(() => stagesOf(start, params)).toThrow(RangeError);
  });
});

describe("finality", () => {
  it("names the heights at which epoch 266 of mainnet stops changing", () => {
    expect(finality(4105361, mainnet)).toEqual({
      membership: 4105361 + 15391 + 400,
      counts: 4105361 + 15391 + 280,
      claims: 4105361 + 2 * 15391 + 280,
    });
  });

  it("matches the local chain, where epoch 3 was settled at 422 and epoch 4 effective at 426", () => {
    expect(finality(300, localnet)).toEqual({ membership: 426, counts: 422, claims: 522 });
  });

  it("lies in the two epochs after: the claims of an epoch are final when the counts of the next are", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), anyParams, (start, params) => {
        const own = finality(start, params);
        const next = finality(start + params.epoch_length, params);
        expect(own.claims).toBe(next.counts);
        expect(own.counts).toBeLessThanOrEqual(own.membership);
        expect(own.counts).toBeGreaterThanOrEqual(start + params.epoch_length);
      }),
      { numRuns },
    );
  });
});
