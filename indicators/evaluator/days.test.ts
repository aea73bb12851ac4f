import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Epoch } from "../../storage/read/votes.ts";
import { dateOf, dayBuckets, dayOf } from "./days.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MAY_1 = Date.parse("2026-05-01T00:00:00Z");
const iso = (ms: number) => new Date(ms).toISOString();

const epochOf = (epoch: number, starts: number | null, ends: number | null, running = false): Epoch => ({
  epoch,
  poc_start_height: epoch * 100,
  effective_height: epoch * 100 + 25,
  last_height: running ? 0 : epoch * 100 + 124,
  models: [],
  starts_at: starts === null ? null : iso(starts),
  ends_at: ends === null ? null : iso(ends),
  told_until: null,
});

interface Span {
  readonly epoch: number;
  readonly start: number;
  readonly end: number;
}

/** Epochs one after the other, of hours each, some not collected; the last may still run. */
const chains = fc
  .record({
    begins: fc.nat(3 * 24),
    hours: fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 12 }),
    missing: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    running: fc.boolean(),
    nowAfter: fc.integer({ min: 0, max: 200 }),
  })
  .map(({ begins, hours, missing, running, nowAfter }) => {
    let at = MAY_1 + begins * HOUR_MS;
    const spans: Span[] = hours.map((length, epoch) => {
      const start = at;
      at += length * HOUR_MS;
      return { epoch, start, end: at };
    });
    const last = spans.length - 1;
    const now = new Date(running ? (spans[last]?.start ?? 0) + nowAfter * HOUR_MS : at + nowAfter * HOUR_MS);
    const known = spans.filter(({ epoch }) => epoch === last || !missing[epoch]);
    const epochs = known.map(({ epoch, start, end }) =>
      running && epoch === last ? epochOf(epoch, start, null, true) : epochOf(epoch, start, end),
    );
    return {
      known: known.map((span) => (running && span.epoch === last ? { ...span, end: Number.POSITIVE_INFINITY } : span)),
      epochs,
      now,
    };
  });

describe("the days of a chain", () => {
  it("are every UTC day of what is known, once each, in order", () => {
    fc.assert(
      fc.property(chains, ({ known, epochs, now }) => {
        const days = dayBuckets(epochs, now).map(({ day }) => day);
        const [first] = known;
        if (!first) return;
        const [begin] = days;
        if (begin === undefined) return;
        expect(begin).toBe(dayOf(first.start));
        expect(days).toEqual(days.map((_, index) => begin + index));
        const until = Math.min(now.getTime(), Math.max(...known.map(({ end }) => end)));
        // The day in which the last known epoch ended has no epoch at its end yet: it is left out.
        expect(dayOf(until) - (days.at(-1) ?? 0)).toBeLessThanOrEqual(1);
        expect(days.at(-1)).toBeLessThanOrEqual(dayOf(until));
      }),
    );
  });

  it("each have the epoch effective at their end, or at now while they run; none in a gap", () => {
    fc.assert(
      fc.property(chains, ({ known, epochs, now }) => {
        for (const { day, epoch, over } of dayBuckets(epochs, now)) {
          const end = (day + 1) * DAY_MS;
          expect(over).toBe(end <= now.getTime());
          const moment = Math.min(end, now.getTime());
          const effective = known.find((span) => span.start <= moment && span.end > moment);
          if (moment === now.getTime() && !effective) continue;
          expect(epoch, dateOf(day)).toBe(effective?.epoch ?? null);
        }
      }),
    );
  });

  it("have a part in every epoch that has a part of them, and are covered where no moment of them lies in none", () => {
    fc.assert(
      fc.property(chains, ({ known, epochs, now }) => {
        for (const { day, epochs: parts, covered } of dayBuckets(epochs, now)) {
          const hours = Array.from({ length: 24 }, (_, hour) => day * DAY_MS + hour * HOUR_MS);
          const at = (ms: number) => known.find((span) => span.start <= ms && span.end > ms)?.epoch ?? null;
          // Epochs begin and end on the hour; before the chain's first there is nothing.
          const begins = known[0] && known[0].epoch <= 1 ? known[0].start : Number.NEGATIVE_INFINITY;
          const seen = hours.map(at);
          expect(parts, dateOf(day)).toEqual([...new Set(seen.filter((epoch) => epoch !== null))]);
          expect(covered, dateOf(day)).toBe(hours.every((ms) => ms < begins || at(ms) !== null));
        }
      }),
    );
  });

  it("do not depend on the order of the epochs", () => {
    fc.assert(
      fc.property(chains, ({ epochs, now }) => {
        expect(dayBuckets([...epochs].reverse(), now)).toEqual(dayBuckets(epochs, now));
      }),
    );
  });

  const at = (text: string) => Date.parse(`2026-05-${text}:00Z`);
  const first = epochOf(7, at("01T06:00"), at("02T12:00"));

  it("whose running epoch nobody has told of for ten minutes are lost, and no number", () => {
    const running = { ...epochOf(2, at("02T12:00"), null, true), told_until: iso(at("03T20:00")) };
    const days = dayBuckets([epochOf(1, at("01T00:00"), at("02T12:00")), running], new Date(at("05T06:00")));
    expect(days.map(({ day, epoch, lostSince }) => [dateOf(day), epoch, lostSince])).toEqual([
      ["2026-05-01", 1, null],
      ["2026-05-02", 2, null],
      ["2026-05-03", null, iso(at("03T20:00"))],
      ["2026-05-04", null, iso(at("03T20:00"))],
      ["2026-05-05", null, iso(at("03T20:00"))],
    ]);
    // Told five minutes ago, it still runs.
    expect(dayBuckets([running], new Date(at("03T20:05"))).at(-1)).toMatchObject({ epoch: 2, lostSince: null });
  });

  it("of nothing known are none", () => {
    expect(dayBuckets([], new Date())).toEqual([]);
    expect(dayBuckets([epochOf(7, null, null)], new Date())).toEqual([]);
    expect(dayBuckets([first], new Date(at("01T00:00")))).toEqual([]);
  });

  it("give an epoch that ends at midnight's stroke no day more", () => {
    const epochs = [epochOf(7, at("01T06:00"), at("03T00:00")), epochOf(8, at("03T00:00"), at("05T06:00"))];
    expect(dayBuckets(epochs, new Date(at("09T00:00"))).map(({ day, epoch }) => [dateOf(day), epoch])).toEqual([
      ["2026-05-01", 7],
      ["2026-05-02", 8],
      ["2026-05-03", 8],
      ["2026-05-04", 8],
    ]);
  });

  it("in a gap have no epoch, and the day that runs isn't over", () => {
    const epochs = [first, epochOf(9, at("04T12:00"), null, true)];
    expect(dayBuckets(epochs, new Date(at("05T18:00"))).map(({ day, epoch, over }) => [dateOf(day), epoch, over])).toEqual([
      ["2026-05-01", 7, true],
      ["2026-05-02", null, true],
      ["2026-05-03", null, true],
      ["2026-05-04", 9, true],
      ["2026-05-05", 9, false],
    ]);
  });

  it("are not those of an epoch that was last heard of while it ran, once a later one is known", () => {
    const heardOfWhileItRan = epochOf(7, at("01T06:00"), null, true);
    const epochs = [heardOfWhileItRan, epochOf(9, at("04T12:00"), null, true)];
    expect(dayBuckets(epochs, new Date(at("05T18:00"))).map(({ day, epoch }) => [dateOf(day), epoch])).toEqual([
      ["2026-05-01", null],
      ["2026-05-02", null],
      ["2026-05-03", null],
      ["2026-05-04", 9],
      ["2026-05-05", 9],
    ]);
  });

  it("of an epoch whose end is not known reach to its start alone", () => {
    const epochs = [first, epochOf(8, at("02T12:00"), null)];
    expect(dayBuckets(epochs, new Date(at("09T00:00"))).map(({ day, epoch }) => [dateOf(day), epoch])).toEqual([
      ["2026-05-01", 7],
    ]);
  });
});

it("days are counted from 1970-01-01, UTC", () => {
  expect(dayOf(0)).toBe(0);
  expect(dayOf(-1)).toBe(-1);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.nat(DAY_MS - 1), (day, ms) => {
      expect(dayOf(day * DAY_MS + ms)).toBe(day);
      expect(dayOf(Date.parse(dateOf(day)))).toBe(day);
    }),
  );
});
