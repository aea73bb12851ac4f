import { describe, expect, it } from "vitest";
import type { Epoch, Vote } from "../../storage/read/votes.ts";
import type { Method } from "../method.ts";
import { methodsOf } from "../methods/index.ts";
import { FactsInventory } from "./completeness.ts";
import { dayBuckets, dayOf } from "./days.ts";
import { keyOf, planOf } from "./plan.ts";

const DAY_MS = 86_400_000;
const START = Date.parse("2026-01-01T12:00:00Z");
const iso = (days: number) => new Date(START + days * DAY_MS).toISOString();

/** Two epochs of two days each that begin at noon; the second runs. */
const epochs: readonly Epoch[] = [1, 2].map((epoch) => ({
  epoch,
  poc_start_height: epoch * 100,
  effective_height: epoch * 100 + 25,
  last_height: epoch === 1 ? 224 : 0,
  models: [],
  starts_at: iso(epoch * 2 - 2),
  ends_at: epoch === 1 ? iso(2) : null,
  told_until: iso(3.9),
}));
const votes: readonly Vote[] = epochs.map(({ epoch, last_height }) => ({
  ...{
    topic: "epoch_group",
    epoch,
    subject: "",
    tellers: 1,
    verdict: "agreed",
    content_hash: `${epoch}`,
    final: last_height > 0,
  },
  ...{ agreeing: ["a"], odd: [], cannot_tell: [] },
}));
const inventory = new FactsInventory({ votes, epochs, observed: [], switches: { maintenance_enabled: new Map() } });

const [base] = methodsOf("cap.hosts_active");
if (!base) throw new Error("no methods");
const copied: Method = { ...base, needs: ["members"], history: [], waitsForEnd: true };
const own: Method = { ...copied, daySql: copied.sql };
const plan = (method: Method, now: number) =>
  planOf(method, inventory, () => true, [1, 2], dayBuckets(epochs, new Date(START + now * DAY_MS)), false);
const daysIn = (method: Method, now: number) => plan(method, now).days.map(({ day }) => day - dayOf(START));

describe("the days of a method", () => {
  it("that waits for the end of what it is about are those of epochs that are over, or that are over themselves", () => {
    expect(daysIn(copied, 3.9)).toEqual([0, 1]);
    expect(daysIn(own, 3.9)).toEqual([0, 1, 2, 3]);
    expect(daysIn(own, 3.4)).toEqual([0, 1, 2]);
    const { waitsForEnd: _, ...atOnce } = own;
    expect(daysIn(atOnce, 3.4)).toEqual([0, 1, 2, 3]);
  });

  it("rest on every epoch that they have a part of, and say when they were", () => {
    const { ownDays, hashes } = plan(own, 3.9);
    const middle = ownDays?.get(dayOf(START) + 2);
    expect(middle).toMatchObject({ axis: "day", epoch: 2, own: { kind: "complete", final: false, hashes: ["1", "2"] } });
    const starts = BigInt(dayOf(START) + 2) * 86_400_000_000_000n;
    expect(middle?.span).toEqual({ bucket: dayOf(START) + 2, starts, ends: starts + 86_400_000_000_000n });
    expect(plan(copied, 3.9).ownDays).toBeNull();
    expect(hashes.get(keyOf(own, "day", dayOf(START) + 1))).not.toBe(hashes.get(keyOf(own, "day", dayOf(START) + 2)));
  });

  it("at an epoch's bucket are told to the nanosecond", () => {
    const starts_at = "2026-01-01T12:00:00.123456789Z";
    const known = new FactsInventory({
      votes,
      epochs: epochs.map((epoch) => (epoch.epoch === 1 ? { ...epoch, starts_at } : epoch)),
      observed: [],
      switches: { maintenance_enabled: new Map() },
    });
    const { epochs: buckets } = planOf(own, known, () => true, [1, 2], [], false);
    expect(buckets.get(1)?.span?.starts).toBe(1_767_268_800_123_456_789n);
    expect(buckets.get(2)).toBeUndefined();
  });
});
