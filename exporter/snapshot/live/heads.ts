import type { SourceHead } from "../../../chain/head.ts";
import type { HeadPoll, LiveNow, OpenHalt } from "../../../storage/read/live-now.ts";
import { groupBy } from "../../group-by.ts";
import type { HeadVerdict } from "../questions.ts";
import { isFresh } from "./hosts-now.ts";

/** A poll this old says nothing of now. Milliseconds. */
const POLL_HOLDS_MS = 120_000;

/**
 * The newest head that each source told. Where heads are polled only polls count: answers collected otherwise bear the wall's time, which
 * can't be compared with the injected clock's. A source that is catching up says nothing of the chain's head.
 */
export function headsNow(polls: readonly HeadPoll[], answered: readonly SourceHead[]): readonly SourceHead[] {
  if (polls.length === 0) return answered;
  const told = polls.flatMap(({ source, observed_at, height, block_time, catching_up }) =>
    height === null || block_time === null || catching_up === true ? [] : [{ source, observed_at, height, time: block_time }],
  );
  return [...groupBy(told, ({ source }) => source).values()].flatMap(([newest]) => (newest ? [newest] : []));
}

/** How a source stands by its newest poll. */
export interface SourcePoll {
  readonly polledAt: string;
  /** `stale`: not polled for two minutes. */
  readonly health: "answers" | "catching_up" | "cant_tell" | "stale";
  readonly detail: string;
  readonly height: number | null;
  /** How far it was behind the highest head that agreeing sources had told by then; null where it did not tell, or no head is agreed. */
  readonly lagBlocks: number | null;
}

/** By source, as of its newest poll within the last day. */
export function sourcePolls(polls: readonly HeadPoll[], head: HeadVerdict, now: Date, wall: Date): Map<string, SourcePoll> {
  const trusted = head.kind === "agreed" ? polls.filter(({ source }) => head.agreeing.includes(source)) : [];
  return new Map(
    [...groupBy(polls, ({ source }) => source)].flatMap(([source, [newest]]) => {
      if (!newest) return [];
      const { height, observed_at: polledAt } = newest;
      const reached = trusted.flatMap((poll) => (poll.observed_at <= polledAt && poll.height !== null ? [poll.height] : []));
      const lagBlocks = height === null || reached.length === 0 ? null : Math.max(0, Math.max(...reached) - height);
      return [[source, { polledAt, health: healthOf(newest, now, wall), detail: newest.detail, height, lagBlocks }] as const];
    }),
  );
}

function healthOf(poll: HeadPoll, now: Date, wall: Date): SourcePoll["health"] {
  if (!isFresh(poll, POLL_HOLDS_MS, now, wall)) return "stale";
  if (!poll.told) return "cant_tell";
  return poll.catching_up === true ? "catching_up" : "answers";
}

/** Whether the chain stands. Null: nobody can tell. */
export interface HaltStatus {
  readonly halted: boolean | null;
  readonly open: OpenHalt | null;
}

/**
 * Halted from when it was seen until blocks are seen again; not halted where the sources agree on a head that one of them told within the
 * last two minutes.
 */
export function haltStatus({ halt, polls }: LiveNow, head: HeadVerdict, now: Date, wall: Date): HaltStatus {
  if (halt) return { halted: true, open: halt };
  const heard =
    head.kind === "agreed" &&
    polls.some((poll) => poll.told && head.agreeing.includes(poll.source) && isFresh(poll, POLL_HOLDS_MS, now, wall));
  return { halted: heard ? false : null, open: null };
}
