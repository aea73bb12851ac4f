import { describe, expect, it } from "vitest";
import { STILL, stillNode } from "../../comet/testing/serve.ts";
import { replayed } from "./replay.ts";

describe("the state that a session's diffs lead to", () => {
  const { network } = stillNode(STILL);
  const { latest } = network.epochsAt(network.clock.height());
  const escrows = Array.from({ length: latest }, (_, epoch) => network.escrowsOf(epoch)).flat();
  const settled = escrows.flatMap((escrow) => (escrow.settlement === null ? [] : [{ escrow, settlement: escrow.settlement }]));

  it("is what every settlement says, slot by slot", () => {
    expect(settled.length).toBeGreaterThan(50);
    for (const { escrow, settlement } of settled) {
      const session = network.session(escrow);
      const slots = replayed({ escrow, session, nonce: session.diffs.length, ms: 0 }, 1);
      for (const { slotId, missed, invalid, cost } of settlement.hostStats) {
        expect(slots[slotId], `${escrow.id}/${slotId}`).toMatchObject({ missed, invalid, cost: Number(cost) });
      }
    }
    const total = settled.flatMap(({ settlement }) => settlement.hostStats);
    expect(total.some(({ missed }) => missed > 0) && total.some(({ invalid }) => invalid > 0)).toBe(true);
  });

  it("never has more validations done than asked for, and all of them at the end", () => {
    for (const { escrow } of settled.slice(0, 12)) {
      const session = network.session(escrow);
      for (const nonce of [1, Math.floor(session.diffs.length / 2), session.diffs.length]) {
        const slots = replayed({ escrow, session, nonce, ms: 0 }, 1);
        for (const { completedValidations, requiredValidations } of slots) {
          expect(completedValidations).toBeLessThanOrEqual(requiredValidations);
          if (nonce === session.diffs.length) expect(completedValidations).toBe(requiredValidations);
        }
      }
    }
  });
});
