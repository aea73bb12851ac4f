import type { Method } from "../method.ts";
import type { FactsInventory } from "./completeness.ts";
import type { Bucket } from "./compute.ts";
import type { DayBucket } from "./days.ts";
import { inputsHash } from "./ledger.ts";
import type { Axis } from "./published.ts";
import { daySpan, epochSpan } from "./spans.ts";

/** The buckets of a method, and what each rests on. */
export interface Plan {
  readonly epochs: ReadonlyMap<number, Bucket>;
  readonly days: readonly DayBucket[];
  /** Days that have numbers of their own, by day; null where a day's number is its epoch's. */
  readonly ownDays: ReadonlyMap<number, Bucket> | null;
  /** By `keyOf`: a bucket is computed again when this differs from when it was last. */
  readonly hashes: ReadonlyMap<string, string>;
}

export const keyOf = ({ indicator, version }: Pick<Method, "indicator" | "version">, axis: Axis, bucket: number): string =>
  `${indicator}|${version}|${axis}|${bucket}`;

/** Finds the buckets of a method that can exist by now. */
export function planOf(
  method: Method,
  inventory: FactsInventory,
  holds: (epoch: number) => boolean,
  allEpochs: readonly number[],
  allDays: readonly DayBucket[],
  clockDisputed: boolean,
): Plan {
  const isDue = (epoch: number) => holds(epoch) && inventory.isDue(method, epoch);
  const hasOwnDays = method.daySql !== undefined;
  const isDayDue = ({ epoch, over }: DayBucket) => (hasOwnDays ? over || !method.waitsForEnd : epoch === null || isDue(epoch));
  const days = daysFrom(allDays, holds).filter(isDayDue);
  const epochs = new Map(allEpochs.filter(isDue).map((epoch) => [epoch, epochBucket(inventory, method, epoch)]));
  const ownDays = hasOwnDays
    ? new Map(days.flatMap((day) => (day.epoch === null ? [] : [[day.day, dayBucket(inventory, method, day, day.epoch)]])))
    : null;
  const hashes = new Map<string, string>();
  for (const [epoch, bucket] of epochs) hashes.set(keyOf(method, "epoch", epoch), inputsHash(method, bucket, clockDisputed));
  for (const { day, epoch, over, lostSince } of days) {
    const own = ownDays?.get(day);
    const inputs = own
      ? inputsHash(method, own, clockDisputed)
      : epoch === null
        ? ""
        : (hashes.get(keyOf(method, "epoch", epoch)) ?? "");
    hashes.set(keyOf(method, "day", day), `${epoch ?? lostSince ?? "none"} ${over} ${inputs}`);
  }
  return { epochs, days, ownDays, hashes };
}

/** The days from the first on whose epoch a method holds at; gaps before it are not the method's. */
function daysFrom(days: readonly DayBucket[], holds: (epoch: number) => boolean): readonly DayBucket[] {
  if (days.every(({ epoch }) => epoch === null || holds(epoch))) return days;
  const first = days.findIndex(({ epoch }) => epoch !== null && holds(epoch));
  return first < 0 ? [] : days.slice(first);
}

function spanOf(inventory: FactsInventory, epoch: number) {
  const known = inventory.epoch(epoch);
  return known ? epochSpan(known) : null;
}

const epochBucket = (inventory: FactsInventory, method: Method, epoch: number): Bucket => ({
  axis: "epoch",
  bucket: epoch,
  epoch,
  span: spanOf(inventory, epoch),
  unmeasurable: inventory.unmeasurable(method, epoch),
  own: inventory.own(method, epoch),
  history: inventory.history(method, epoch),
  beside: inventory.beside(method, epoch),
});

const dayBucket = (inventory: FactsInventory, method: Method, day: DayBucket, epoch: number): Bucket => ({
  axis: "day",
  bucket: day.day,
  epoch,
  span: daySpan(day.day),
  unmeasurable: inventory.unmeasurable(method, epoch),
  own: inventory.ownOfDay(method, day),
  history: inventory.historyOfDay(method, day),
  beside: [],
});
