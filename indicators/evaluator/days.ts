import type { Epoch } from "../../storage/read/votes.ts";

const DAY_MS = 86_400_000;

/** Days since 1970-01-01 and the date text of a UTC day. */
export const dayOf = (ms: number) => Math.floor(ms / DAY_MS);
export const dateOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** A UTC day with the epoch that is effective at its end, or null in a gap. `over` is false while the day runs. */
export interface DayBucket {
  readonly day: number;
  readonly epoch: number | null;
  readonly over: boolean;
  /** Where no source has told of the running epoch for long: the time of the newest block that any told of. Null otherwise. */
  readonly lostSince: string | null;
  /** The known epochs that have a part of the day, in their order. */
  readonly epochs: readonly number[];
  /** All of the day lies in them; before the chain's first epoch there was nothing. */
  readonly covered: boolean;
}

/** What dates of an epoch are known, in unix milliseconds. */
interface Span {
  readonly epoch: number;
  readonly start: number;
  readonly end: number;
}

/** The chain has no epoch before this one that began. */
const FIRST_EPOCH = 1;

/** A running epoch is taken to go on for this long after its newest block was told; what a source said longer ago is history. */
const SILENCE_MS = 600_000;

/**
 * Every UTC day from the first known epoch's first day to the last one's. A day's epoch is the one effective at its end, or at `now` while
 * the day runs; where no known epoch was, the day has none. The running epoch reaches as far as any source has told: whoever hears nothing doesn't
 * know that it still runs.
 */
export function dayBuckets(epochs: readonly Epoch[], now: Date): DayBucket[] {
  const newest = Math.max(...epochs.map(({ epoch }) => epoch));
  const spans = epochs.flatMap(({ epoch, starts_at, ends_at, last_height, told_until }) => {
    if (!starts_at) return [];
    // An epoch whose end is not known reaches as far as we know it: its start; the running one, which none has followed, to any now.
    const end = ends_at
      ? Date.parse(ends_at)
      : last_height === 0 && epoch === newest
        ? reachOf(told_until)
        : Date.parse(starts_at);
    return [{ epoch, start: Date.parse(starts_at), end, told_until: ends_at || last_height > 0 ? null : told_until }];
  });
  if (spans.length === 0) return [];
  const first = dayOf(Math.min(...spans.map(({ start }) => start)));
  const running = spans.find(({ epoch, told_until }) => epoch === newest && told_until !== null);
  const latest = running ? now.getTime() : Math.min(Math.max(...spans.map(({ end }) => end)), now.getTime());
  const buckets: DayBucket[] = [];
  for (let day = first; day <= dayOf(latest); day++) {
    const end = (day + 1) * DAY_MS;
    const moment = Math.min(end, now.getTime());
    const span = spans.find((one) => one.start <= moment && one.end > moment);
    const lostSince = !span && running && moment >= running.end ? running.told_until : null;
    const isLast = day === dayOf(latest) && lostSince === null;
    // The day in which the last known epoch ended is no gap: its own epoch is simply not collected yet.
    if (!span && isLast) continue;
    buckets.push({ day, epoch: span?.epoch ?? null, over: end <= now.getTime(), lostSince, ...partsOf(day, spans) });
  }
  return buckets;
}

function partsOf(day: number, spans: readonly Span[]): Pick<DayBucket, "epochs" | "covered"> {
  const [start, end] = [day * DAY_MS, (day + 1) * DAY_MS];
  const parts = spans.filter((span) => span.start < end && span.end > start).sort((a, b) => a.start - b.start);
  let until = start;
  let hasGap = false;
  for (const part of parts) {
    if (part.start > until && part.epoch > FIRST_EPOCH) hasGap = true;
    until = Math.max(until, part.end);
  }
  return { epochs: parts.map(({ epoch }) => epoch), covered: !hasGap && until >= end };
}

const reachOf = (toldUntil: string | null): number =>
  toldUntil === null ? Number.POSITIVE_INFINITY : Date.parse(toldUntil) + SILENCE_MS;
