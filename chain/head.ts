import { groupBy, majority } from "./majority.ts";

/** The head one source told, and when it was heard (ISO 8601). */
export interface SourceHead {
  readonly source: string;
  readonly height: number;
  readonly time: string;
  readonly observed_at: string;
}

/** The epoch clock one source told. */
export interface SourceClock {
  readonly source: string;
  readonly latest_epoch: number;
  readonly poc_start_height: number;
  readonly effective_epoch: number;
  readonly observed_at: string;
}

/** What sources say together. `odd` are those that the majority contradicts. */
export type Verdict<T> =
  | { readonly kind: "agreed"; readonly value: T; readonly agreeing: readonly string[]; readonly odd: readonly string[] }
  | { readonly kind: "disputed"; readonly odd: readonly string[] }
  | { readonly kind: "lost" };

/** Honest nodes lag each other by a few blocks, and are asked one after the other. */
export const HEAD_TOLERANCE_BLOCKS = 12;
const HEAD_TOLERANCE_MS = 120_000;
/** What a source said this long before the newest word of any source is history, not an opinion about now. */
const STALE_MS = 600_000;

function recent<T extends { readonly observed_at: string }>(said: readonly T[]): T[] {
  const newest = Math.max(...said.map(({ observed_at }) => Date.parse(observed_at)));
  return said.filter(({ observed_at }) => Date.parse(observed_at) >= newest - STALE_MS);
}

/**
 * A block has one time. Of the heads at one height, those that most sources tell alike; none where there is no such one, because then it
 * can't be told who is right.
 */
function withoutContradictions(heads: readonly SourceHead[]): SourceHead[] {
  return [...groupBy(heads, ({ height }) => String(height)).values()].flatMap((sameHeight) => {
    const [most = [], second = []] = [...groupBy(sameHeight, ({ time }) => time).values()].sort((a, b) => b.length - a.length);
    return most.length > second.length ? most : [];
  });
}

/**
 * The head that more than half of the sources are near to: the highest that two of them have reached, or the only one's. Sources further
 * away in height or time, or that tell another time of the same block, are odd; no such majority is a dispute.
 */
export function decideHead(said: readonly SourceHead[]): Verdict<{ height: number; time: string }> {
  if (said.length === 0) return { kind: "lost" };
  const heads = recent(said);
  const near = (a: SourceHead, b: SourceHead) =>
    b.height - a.height <= HEAD_TOLERANCE_BLOCKS && Math.abs(Date.parse(a.time) - Date.parse(b.time)) <= HEAD_TOLERANCE_MS;
  let best: SourceHead[] = [];
  for (const lowest of [...heads].sort((a, b) => a.height - b.height)) {
    const cluster = withoutContradictions(heads.filter((head) => head.height >= lowest.height && near(lowest, head)));
    if (!cluster.includes(lowest)) continue;
    // Of two that are as large the higher: a lone source that lags can't pull the head back.
    if (cluster.length >= best.length) best = cluster;
  }
  best.sort((a, b) => a.height - b.height);
  const names = new Set(best.map(({ source }) => source));
  const odd = heads.filter(({ source }) => !names.has(source)).map(({ source }) => source);
  const reached = best.at(-2) ?? best.at(-1);
  if (best.length * 2 <= heads.length || !reached) return { kind: "disputed", odd: heads.map(({ source }) => source) };
  return { kind: "agreed", value: { height: reached.height, time: reached.time }, agreeing: [...names], odd };
}

/** The epoch clock that more than half of the sources tell alike. */
export function decideClock(said: readonly SourceClock[]): Verdict<Omit<SourceClock, "source" | "observed_at">> {
  if (said.length === 0) return { kind: "lost" };
  const clocks = recent(said);
  const told = clocks.map((clock) => ({ source: clock.source, said: clock }));
  const most = majority(told, (clock) => `${clock.latest_epoch} ${clock.poc_start_height} ${clock.effective_epoch}`);
  if (most === null) return { kind: "disputed", odd: clocks.map(({ source }) => source) };
  const { latest_epoch, poc_start_height, effective_epoch } = most.said;
  return { kind: "agreed", value: { latest_epoch, poc_start_height, effective_epoch }, agreeing: most.by, odd: most.odd };
}
