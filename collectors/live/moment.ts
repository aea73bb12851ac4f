import { type EpochStages, stagesOf } from "../../chain/epoch-schedule.ts";
import type { ParamsRow } from "../../storage/facts/rows.ts";
import { AnswerLog, type RowCount } from "../../storage/write/answer-log.ts";
import type { CollectContext } from "../context.ts";
import { collectParams } from "../epochs.ts";
import type { Source } from "../http/source.ts";
import { type ChainNow, collectClock } from "../network.ts";
import { type EpochWindow, epochWindow } from "./epoch-window.ts";
import type { HeadWatch } from "./head-watch.ts";

/** Where the chain stands: what the sources agree on, and what that says of the running epochs. */
export interface Moment {
  readonly sources: readonly Source[];
  readonly now: ChainNow;
  readonly params: ParamsRow | null;
  readonly window: EpochWindow;
  /** The epoch whose PoC began last, with its stages. */
  readonly latest: { readonly epoch: number; readonly stages: EpochStages };
  /** A height that every source which follows the chain has reached. */
  readonly height: number;
}

/** What a run of a live collector did. */
export interface LiveOutcome extends RowCount {
  /** What could not be asked or answered, in words. */
  readonly problems: readonly string[];
}

/** What a live collector did beside finding out where the chain stands. */
export const NOTHING_MORE: LiveOutcome = { written: 0, unchanged: 0, problems: [] };

/**
 * Finds out where the chain stands, stores what the sources said of it, and works from there. Where they don't agree nothing is asked, and
 * the outcome says why.
 *
 * @param work gets the log in which the answers without an epoch are known; it is flushed after it.
 */
export async function atMoment(
  context: CollectContext,
  chainId: string,
  watch: HeadWatch,
  work: (moment: Moment, log: AnswerLog) => Promise<LiveOutcome>,
): Promise<LiveOutcome> {
  const log = await AnswerLog.open(context.client, chainId, []);
  const moment = await readMoment(context, log, watch);
  await log.flush();
  const done = "unclear" in moment ? { ...NOTHING_MORE, problems: [moment.unclear] } : await work(moment, log);
  await log.flush();
  return {
    written: log.count.written + done.written,
    unchanged: log.count.unchanged + done.unchanged,
    problems: done.problems,
  };
}

/** Why the running network can't be asked now, in words. */
interface Unclear {
  readonly unclear: string;
}

/** Asks the clock and the parameters of every source, and records them; what isn't agreed is said, and nothing rests on it. */
async function readMoment(context: CollectContext, log: AnswerLog, watch: HeadWatch): Promise<Moment | Unclear> {
  const sources = watch.usable();
  const head = watch.head();
  const headOf = watch.headOf();
  const clock = await collectClock(context, log, sources);
  if (clock.kind === "agreed" && clock.odd.length > 0) context.log.warn({ odd: clock.odd }, "outvoted on the epoch clock");
  const now: ChainNow = { head, clock, headOf };
  const params = await collectParams(context, log, sources, now);
  if (head.kind !== "agreed")
    return { unclear: head.kind === "lost" ? "no source tells its head" : "the sources differ on the head" };
  if (clock.kind !== "agreed")
    return { unclear: clock.kind === "lost" ? "no source tells the epoch clock" : "the sources differ on the epoch clock" };
  if (!params) return { unclear: "the parameters are not known, or the sources differ on them" };
  const height = Math.min(...head.agreeing.map((source) => headOf.get(source) ?? head.value.height), head.value.height);
  const { latest_epoch, poc_start_height, effective_epoch } = clock.value;
  const stages = stagesOf(poc_start_height, params);
  const window = epochWindow({ latest: latest_epoch, stages, effective: effective_epoch, height });
  // A source that is far from the agreed head would be asked for heights it doesn't have.
  const following = sources.filter(({ name }) => head.agreeing.includes(name));
  return { sources: following, now, params, window, latest: { epoch: latest_epoch, stages }, height };
}
