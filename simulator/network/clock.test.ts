import fc from "fast-check";
import { expect, test } from "vitest";
import { SimulationClock } from "./clock.ts";
import { DEFAULTS, SHORT_EPOCHS } from "./options.ts";

const stopped = { ...DEFAULTS, speed: 0 };

test("block times rise strictly, near the mean, and can be turned back into heights", () => {
  const clock = new SimulationClock(stopped);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000_000 }), (height) => {
      const interval = clock.timeOf(height + 1) - clock.timeOf(height);
      expect(interval).toBeGreaterThan(0);
      expect(interval).toBeLessThan(20_000);
      expect(clock.heightAt(clock.timeOf(height))).toBe(height);
      expect(clock.heightAt(clock.timeOf(height + 1) - 1)).toBe(height);
    }),
  );
  expect((clock.timeOf(500_000) - clock.timeOf(0)) / 500_000).toBeCloseTo(5300, -1);
});

test("the first head is made at the moment the history ends", () => {
  const clock = new SimulationClock(stopped);
  expect(clock.now()).toBe(stopped.endMs);
  expect(clock.timeOf(clock.height())).toBe(stopped.endMs);
});

test("time runs at its speed, stands at 0, and moves by hand", () => {
  let wall = 1000;
  const clock = new SimulationClock({ ...DEFAULTS, speed: 60 }, () => wall);
  wall += 500;
  expect(clock.now() - DEFAULTS.endMs).toBe(30_000);
  clock.setSpeed(0);
  wall += 5000;
  expect(clock.now() - DEFAULTS.endMs).toBe(30_000);
  clock.advance(70_000);
  expect(clock.now() - DEFAULTS.endMs).toBe(100_000);
  expect(() => clock.setSpeed(-1)).toThrow(RangeError);
});

test("a halt holds the head; afterwards heights go on where they were, and only later blocks moved", () => {
  const clock = new SimulationClock({ ...stopped, ...SHORT_EPOCHS });
  clock.advance(50_000);
  const head = clock.height();
  const before = clock.timeOf(head);
  clock.halt();
  clock.advance(600_000);
  expect(clock.height()).toBe(head);
  expect(clock.halted).toBe(true);
  clock.resume();
  expect(clock.height()).toBe(head + 1);
  expect(clock.timeOf(head)).toBe(before);
  expect(clock.timeOf(head + 1)).toBe(clock.now());
  clock.advance(100_000);
  expect(clock.height()).toBeGreaterThan(head + 90);
  expect(clock.height()).toBeLessThan(head + 110);
  expect(clock.heightAt(clock.timeOf(head + 50))).toBe(head + 50);
  expect(clock.halts()).toHaveLength(1);
});
