import { startOf } from "../../storage/testing/made-up-network.ts";
import { KEPT, NODE_SCRAPES, runningAt, SCRAPES, type Scrape } from "./counter-facts.ts";
import {
  attemptsOf,
  blockMs,
  DEMAND,
  EPOCHS,
  ESCROWS,
  type Escrow,
  HOSTS,
  hostOf,
  NONCES,
  nodesOf,
  STRANGER,
} from "./demand-facts.ts";

/** Tokens on the made-up chain of demand by each estimator, computed from its plain values without SQL. */

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const PRICE = 10;
const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);

/** An epoch or a UTC day, unix milliseconds. */
export interface Time {
  readonly starts: number;
  readonly ends: number;
}
export const epochTime = (epoch: number): Time => ({
  starts: startOf(DEMAND, epoch).getTime(),
  ends: startOf(DEMAND, epoch + 1).getTime(),
});
export const dayTime = (day: number): Time => ({ starts: day * DAY_MS, ends: (day + 1) * DAY_MS });
const isIn = ({ starts, ends }: Time, ms: number) => ms >= starts && ms < ends;
export const daysOf = ({ starts, ends }: Time) => (ends - starts) / DAY_MS;

export interface Told {
  readonly tokens: number | null;
  readonly coverage: number | null;
}

const doneIn = (time: Time) =>
  ESCROWS.filter(({ read }) => read)
    .flatMap(attemptsOf)
    .filter((one) => one.completion !== null && isIn(time, (one.confirmedAt ?? one.startedAt) * 1000))
    .map(({ escrow, id, prompt, completion }) => ({
      model: escrow.model,
      host: escrow.slots[id % escrow.slots.length] ?? "",
      prompt: prompt ?? 0,
      completion: completion ?? 0,
    }));

/** How much of a session that was open in the time was read; null if it was not open. */
function readShare(escrow: Escrow, time: Time): number | null {
  const opened = blockMs(escrow.opened);
  const settled = escrow.settled === null ? null : blockMs(escrow.settled);
  const forgotten = escrow.epoch < DEMAND.last ? epochTime(escrow.epoch + 1).ends : Number.POSITIVE_INFINITY;
  const closed = settled ?? forgotten;
  if (opened >= time.ends || closed <= time.starts) return null;
  if (!escrow.read) return 0;
  if (settled === null || escrow.nonces === NONCES) return 1;
  if (settled <= time.ends) return escrow.nonces / NONCES;
  const readAt = startOf(DEMAND, escrow.epoch + 1).getTime();
  const until = Math.min(time.ends, closed);
  if (readAt >= until) return 1;
  const from = Math.max(opened, time.starts);
  return Math.max(0, (readAt - from) / (until - from));
}

export function t2(time: Time, of: { model?: string; kind?: "prompt" | "completion"; host?: string } = {}): Told {
  const done = doneIn(time).filter(
    ({ model, host }) => (of.model ?? model) === model && (of.host === undefined || of.host === host),
  );
  const shares = ESCROWS.filter(({ model }) => (of.model ?? model) === model)
    .map((escrow) => readShare(escrow, time))
    .filter((share) => share !== null);
  const tokens = done.map(({ prompt, completion }) =>
    of.kind === "prompt" ? prompt : of.kind === "completion" ? completion : prompt + completion,
  );
  return { tokens: sum(tokens), coverage: shares.length === 0 ? 1 : sum(shares) / shares.length };
}

export function t1(time: Time, of: { model?: string; host?: string } = {}): Told {
  const own = ESCROWS.filter(({ model }) => (of.model ?? model) === model);
  const settled = own.filter((escrow) => escrow.settled !== null && isIn(time, blockMs(escrow.settled)));
  const opened = own.filter((escrow) => isIn(time, blockMs(escrow.opened))).length;
  // The stranger's settlement has no known price.
  const strangers = isIn(time, blockMs(STRANGER.height)) && of.model === undefined ? 1 : 0;
  const costs = settled.flatMap(({ costs, slots }) =>
    costs.filter((_, slot) => of.host === undefined || slots[slot] === of.host),
  );
  const all = settled.length + strangers;
  return {
    tokens: all > 0 && settled.length === 0 ? null : sum(costs) / PRICE,
    coverage: opened > 0 ? Math.min(1, settled.length / opened) : all > 0 ? settled.length / all : 1,
  };
}

export const t1Dash = (epoch: number): number => sum(KEPT.filter((one) => one.epoch === epoch).map(({ cost }) => cost)) / PRICE;

const PARTS = 24;
const partOf = ({ starts, ends }: Time) => (ends - starts) / PARTS;

/**
 * Growth heard in a time: from the previous scrape that told, of the same process, or from 0 of a new one; unknown after a day of silence, and
 * not to be told apart from that of the time before where the silence began more than a part earlier.
 */
function growth(scrapes: readonly Scrape[], time: Time, read: (scrape: Scrape) => number): (number | null)[] {
  const told = scrapes.filter((scrape) => scrape.told);
  return told.flatMap((scrape, index) => {
    if (!isIn(time, scrape.ms)) return [];
    const before = told[index - 1];
    if (!before || scrape.ms - before.ms > 24 * HOUR_MS) return [null];
    const since = scrape.began === before.began ? before.ms : scrape.began;
    if (since < time.starts - partOf(time)) return [];
    return [scrape.began === before.began ? read(scrape) - read(before) : read(scrape)];
  });
}

/** What a process had done since its last scrape when the next one began, as a share of the time. */
function lostShare(told: readonly Scrape[], time: Time): number {
  const spans = told.flatMap((scrape, index) => {
    const before = told[index - 1];
    if (!before || scrape.began === before.began || scrape.ms - before.ms > 24 * HOUR_MS || scrape.ms >= time.ends) return [];
    return [Math.max(0, Math.min(scrape.began, time.ends) - Math.max(before.ms, time.starts))];
  });
  return sum(spans) / (time.ends - time.starts);
}

function watchedShare(scrapes: readonly Scrape[], time: Time): number {
  const told = scrapes.filter((scrape) => scrape.told);
  const within = told.filter(({ ms }) => isIn(time, ms));
  const [first, last] = [within[0], within.at(-1)];
  if (!first || !last) return 0;
  const part = (ms: number) => Math.floor(((ms - time.starts) * PARTS) / (time.ends - time.starts));
  const from = told.some(({ ms }) => ms < time.starts && ms >= time.starts - partOf(time)) ? 0 : part(first.ms);
  return Math.max(0, (part(last.ms) + 1 - from) / PARTS - lostShare(told, time));
}

function counted(all: readonly Scrape[], time: Time, read: (scrape: Scrape) => number, of?: string): Told {
  const byHost = HOSTS.map((host) => all.filter((scrape) => scrape.host === host));
  const chosen = byHost.filter((_, host) => of === undefined || hostOf(host) === of);
  const steps = chosen.flatMap((scrapes) => growth(scrapes, time, read));
  const known = steps.filter((step) => step !== null);
  const any = chosen.some((scrapes) => scrapes.some(({ told, ms }) => told && isIn(time, ms)));
  return {
    tokens: !any || (steps.length > 0 && known.length === 0) ? null : sum(known),
    coverage: sum(byHost.map((scrapes) => watchedShare(scrapes, time))) / HOSTS.length,
  };
}

type Kind = "prompt" | "completion";
const valueBy = (kind?: Kind) => (scrape: Scrape) => (kind ? scrape[kind] : scrape.prompt + scrape.completion);
export const t2b = (time: Time, of: { kind?: Kind; host?: string } = {}): Told =>
  counted(SCRAPES, time, valueBy(of.kind), of.host);
export const t3 = (time: Time, kind?: Kind): Told => counted(NODE_SCRAPES, time, valueBy(kind));
/** How busy the exposed node was, and of the GPU time of all nodes whose hardware is known the part that was watched. */
export function busy(time: Time): { readonly share: number | null; readonly coverage: number; readonly scrapes: number } {
  const epochs = EPOCHS.filter((epoch) => epochTime(epoch).starts < time.ends && epochTime(epoch).ends > time.starts);
  const gpus = new Map<string, number>();
  for (const epoch of epochs)
    for (const { host, model, devices } of nodesOf(epoch)) {
      const own = sum(devices.map(({ count }) => count));
      if (own > 0) gpus.set(`${host} ${model}`, Math.max(own, gpus.get(`${host} ${model}`) ?? 0));
    }
  const own = NODE_SCRAPES.filter((scrape) => scrape.told && isIn(time, scrape.ms));
  const parts = new Set(own.map(({ ms }) => Math.floor(((ms - time.starts) * PARTS) / (time.ends - time.starts))));
  return {
    share: own.length === 0 ? null : own.filter((scrape) => runningAt(scrape) > 0).length / own.length,
    coverage: ((gpus.get("0 0") ?? 0) * parts.size) / PARTS / sum([...gpus.values()]),
    scrapes: own.length,
  };
}
/** How much of a time a host was watched. */
export const watched = (host: number, time: Time): number =>
  watchedShare(
    SCRAPES.filter((scrape) => scrape.host === host),
    time,
  );

/** The first of T2, T2b and T1 that saw 0.8, else the one that saw most. */
export function headline(time: Time): Told & { readonly estimator: string } {
  const told = [
    { estimator: "T2", ...t2(time) },
    { estimator: "T2b", ...t2b(time) },
    { estimator: "T1", ...t1(time) },
  ].filter(({ tokens }) => tokens !== null);
  const most = [...told].sort((a, b) => (b.coverage ?? -1) - (a.coverage ?? -1))[0];
  const chosen = told.find(({ coverage }) => (coverage ?? 0) >= 0.8) ?? most;
  if (!chosen) throw new Error("nothing was told");
  return chosen;
}
