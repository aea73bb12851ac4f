import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stagesOf } from "../../chain/epoch-schedule.ts";
import { epochWindow } from "./epoch-window.ts";

/** Mainnet's schedule (data-sources 2.2): settlement 280, switch 400 blocks after the PoC's start. */
const stages = stagesOf(6_183_146, {
  epoch_length: 15_391,
  poc_stage_duration: 35,
  poc_exchange_duration: 0,
  poc_validation_delay: 5,
  poc_validation_duration: 240,
  set_new_validators_delay: 120,
});
const at = (offset: number, effective: number) => epochWindow({ latest: 401, stages, effective, height: 6_183_146 + offset });

describe("the window of an epoch", () => {
  it("is the effective epoch's before the settlement of the one before the latest", () => {
    expect(at(100, 400)).toEqual({ running: { epoch: 400, height: 6_183_246 }, closing: null });
    expect(at(279, 400).running).toEqual({ epoch: 400, height: 6_183_425 });
  });

  it("closes between settlement and switch: counters already belong to the next epoch", () => {
    for (const offset of [280, 300, 396])
      expect(at(offset, 400)).toEqual({ running: null, closing: { epoch: 400, height: 6_183_425 } });
  });

  it("opens with the switch, and the epoch before can still be closed", () => {
    expect(at(404, 401)).toEqual({ running: { epoch: 401, height: 6_183_550 }, closing: { epoch: 400, height: 6_183_425 } });
  });

  it("asks nothing at the switch itself, or where clock and height contradict each other", () => {
    for (const offset of [397, 400, 403]) for (const effective of [400, 401]) expect(at(offset, effective).running).toBeNull();
    expect(at(100, 401).running).toBeNull();
    expect(at(100, 390).running).toBeNull();
  });

  it("never asks a counter under the wrong epoch", () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 15_390 }), fc.constantFrom(399, 400, 401, 402), (offset, effective) => {
        const { running, closing } = at(offset, effective);
        if (running?.epoch === 400) expect(offset).toBeLessThan(280);
        if (running?.epoch === 401) expect(offset).toBeGreaterThan(400);
        if (running) expect([400, 401]).toContain(running.epoch);
        if (closing) expect(offset).toBeGreaterThanOrEqual(280);
      }),
    );
  });
});
