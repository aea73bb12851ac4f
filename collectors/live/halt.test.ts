import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideHalt, HALT_AFTER_MS, type HeadSighting, LastBlock } from "./halt.ts";

const told = (source: string, height: number, at: number): HeadSighting => ({ source, height, at });

describe("a halt", () => {
  it("is seen when two sources stand at one head that is 60 s old", () => {
    expect(decideHalt([told("a", 9, 58_000), told("b", 9, 60_000)], 0, 60_000)).toEqual({
      height: 9,
      ageMs: 60_000,
      sources: ["a", "b"],
    });
    expect(decideHalt([told("a", 9, 58_000), told("b", 9, 59_999)], 0, 60_000)).toBeNull();
  });

  it("is not seen from one source, or from words grown old", () => {
    expect(decideHalt([told("a", 9, 90_000)], 0, 90_000)).toBeNull();
    expect(decideHalt([told("a", 9, 90_000), told("b", 9, 60_000)], 0, 90_000)).toBeNull();
  });

  it("is not seen while any source is above: the others lag", () => {
    expect(decideHalt([told("a", 9, 90_000), told("b", 9, 90_000), told("c", 10, 90_000)], 0, 90_000)).toBeNull();
  });

  it("is not seen before it is known when the newest block came", () => {
    expect(decideHalt([told("a", 9, 90_000), told("b", 9, 90_000)], null, 90_000)).toBeNull();
  });

  it("is seen 60 to 75 s after the last block, with a poll every 5 s over three sources", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 14_999 }),
        fc.integer({ min: 1000, max: 9000 }),
        fc.boolean(),
        (phase, blockMs, wall) => {
          const lastBlock = 30 * blockMs;
          const block = new LastBlock();
          const latest = new Map<string, HeadSighting>();
          for (let poll = 0; ; poll++) {
            const now = phase + poll * 5000;
            const height = Math.min(Math.floor(now / blockMs), 30);
            const sighting = told(`n${poll % 3}`, height, now);
            latest.set(sighting.source, sighting);
            block.see(sighting, wall ? now - height * blockMs : null);
            const halt = decideHalt([...latest.values()], block.at, now);
            if (now < lastBlock + HALT_AFTER_MS) expect(halt).toBeNull();
            else if (halt) {
              // Without a wall clock of the chain's, the first sighting stands for the block.
              expect(now - lastBlock).toBeLessThanOrEqual(wall ? 75_000 : 80_000);
              return;
            }
            expect(now).toBeLessThan(lastBlock + 90_000);
          }
        },
      ),
    );
  });

  it("of a chain that stood still before the service began is seen at the second poll", () => {
    const block = new LastBlock();
    block.see(told("a", 9, 1000), 600_000);
    block.see(told("b", 9, 6000), 605_000);
    expect(decideHalt([told("a", 9, 1000), told("b", 9, 6000)], block.at, 6000)).toMatchObject({ height: 9, ageMs: 605_000 });
  });

  it("is not made up by a wall clock that is an hour ahead", () => {
    const block = new LastBlock();
    for (let second = 0; second < 120; second += 5) {
      const sighting = told(second % 2 ? "a" : "b", second, second * 1000);
      block.see(sighting, 3_600_000);
      // The first sighting alone can't know better; from the second height on the time between polls bounds it.
      if (second > 0) expect(decideHalt([sighting, { ...sighting, source: "c" }], block.at, second * 1000)).toBeNull();
    }
  });
});
