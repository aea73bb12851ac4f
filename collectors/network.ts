import { decideClock, decideHead, type Verdict } from "../chain/head.ts";
import type { HeadRow } from "../storage/facts/rows.ts";
import { CLOCKS, HEADS } from "../storage/facts/tables.ts";
import type { AnswerLog } from "../storage/write/answer-log.ts";
import type { CollectContext } from "./context.ts";
import type { Source } from "./http/source.ts";
import { askClock } from "./inquiries/clock.ts";
import { askStatus } from "./inquiries/comet.ts";
import type { Reply } from "./inquiry.ts";

/** A source with what it said of itself. */
export interface Surveyed {
  readonly source: Source;
  readonly status: Reply<{ head: HeadRow; network: string }>;
}

/** Which chain the sources serve, and which of them may be asked. */
export interface Survey {
  /** Null where no source answered. */
  readonly chainId: string | null;
  readonly surveyed: readonly Surveyed[];
  /** Sources of the chain, and those that did not answer (they may later). */
  readonly usable: readonly Source[];
  readonly refused: readonly { readonly source: Source; readonly network: string }[];
}

/**
 * Asks every source for its status and keeps those of one chain: the one the data belongs to, else the one that most sources serve. A
 * source of another chain is refused: none of its answers may mix with ours.
 */
export async function surveySources(context: CollectContext, expected: string | null): Promise<Survey> {
  const surveyed = await Promise.all(
    context.sources.map(async (source) => ({ source, status: await askStatus(context, source) })),
  );
  const told = surveyed.flatMap(({ source, status }) =>
    status.outcome === "told" ? [{ source, network: status.value.network }] : [],
  );
  const chainId = expected ?? mostNamed(told.map(({ network }) => network));
  const refused = told.filter(({ network }) => network !== chainId);
  for (const { source, network } of refused)
    context.log.warn({ source: source.name, network, expected: chainId }, "the source serves another chain: refused");
  const usable = context.sources.filter((source) => !refused.some((one) => one.source === source));
  return { chainId, surveyed, usable, refused };
}

function mostNamed(names: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

export type ClockVerdict = Verdict<{ latest_epoch: number; poc_start_height: number; effective_epoch: number }>;

/** The head and the epoch clock that the sources agree on, and each source's own head. */
export interface ChainNow {
  readonly head: Verdict<{ height: number; time: string }>;
  readonly clock: ClockVerdict;
  readonly headOf: ReadonlyMap<string, number>;
}

/** Asks the usable sources for head and clock, records what each said, and decides. */
export async function collectNow(context: CollectContext, log: AnswerLog, survey: Survey): Promise<ChainNow> {
  const observed_at = new Date().toISOString();
  const heads = [];
  const headOf = new Map<string, number>();
  for (const { source, status } of survey.surveyed) {
    if (!survey.usable.includes(source)) continue;
    const question = { topic: "head" as const, epoch: 0, subject: "", source: source.name };
    if (status.outcome !== "told") {
      await log.record({ ...question, outcome: "unknown", detail: status.outcome === "unknown" ? status.detail : "no status" });
      continue;
    }
    const { head } = status.value;
    await log.record({ ...question, outcome: "told", rows: [{ table: HEADS, rows: [head] }], height: head.height, final: false });
    headOf.set(source.name, head.height);
    if (!head.catching_up) heads.push({ source: source.name, height: head.height, time: head.time, observed_at });
  }
  const clock = await collectClock(context, log, survey.usable);
  const now = { head: decideHead(heads), clock, headOf };
  for (const [what, verdict] of [["head", now.head] as const, ["epoch clock", now.clock] as const]) {
    if (verdict.kind === "disputed")
      context.log.warn({ odd: verdict.odd }, `the sources differ on the ${what} without a majority: disputed`);
    else if (verdict.kind === "agreed" && verdict.odd.length > 0)
      context.log.warn({ odd: verdict.odd }, `outvoted on the ${what}`);
  }
  return now;
}

/** Asks the sources for the epoch clock, records what each said, and decides. */
export async function collectClock(context: CollectContext, log: AnswerLog, sources: readonly Source[]): Promise<ClockVerdict> {
  const observed_at = new Date().toISOString();
  const told = await Promise.all(
    sources.map(async (source) => {
      const answer = { topic: "clock" as const, epoch: 0, subject: "", source: source.name };
      const reply = await askClock(context, source);
      if (reply.outcome !== "told") {
        await log.record({ ...answer, outcome: "unknown", detail: reply.outcome === "unknown" ? reply.detail : "no clock" });
        return [];
      }
      const { value, height } = reply;
      await log.record({ ...answer, outcome: "told", rows: [{ table: CLOCKS, rows: [value] }], height, final: false });
      return [{ ...value, source: source.name, observed_at }];
    }),
  );
  return decideClock(told.flat());
}
