import pMap from "p-map";
import type { ParamsRow } from "../storage/facts/rows.ts";
import type { AnswerLog } from "../storage/write/answer-log.ts";
import type { CollectContext } from "./context.ts";
import { collectEpochFrom, readStoredRoots, type SourceEpoch } from "./epoch-of-source.ts";
import type { Source } from "./http/source.ts";
import { params as paramsInquiry } from "./inquiries/params.ts";
import { ask } from "./inquiry.ts";
import type { Pin } from "./live/pinned.ts";
import type { ChainNow } from "./network.ts";
import { recordReply } from "./record.ts";
import { collectResultsByMember } from "./results-by-member.ts";

/** Epochs asked of one source at a time; its budget and connections bound the requests. */
const EPOCHS_AT_ONCE = 4;

/** What an epoch still lacks: questions that no source has answered. Empty when it is complete from some source. */
export interface EpochOutcome {
  readonly epoch: number;
  readonly lacking: readonly string[];
}

/**
 * Collects everything about the epochs from every source. What a source has told for good is not asked again, so a run that was stopped
 * goes on where it was; each epoch is stored before the next ones are asked. The epoch of `pin` is asked about at its height.
 */
export async function collectEpochs(
  context: CollectContext,
  log: AnswerLog,
  sources: readonly Source[],
  now: ChainNow,
  params: ParamsRow | null,
  epochs: readonly number[],
  pin: Pin | null = null,
): Promise<EpochOutcome[]> {
  const roots = await readStoredRoots(context.client, epochs);
  let done = 0;
  context.onProgress(0, epochs.length);
  return pMap(
    epochs,
    async (epoch) => {
      const each = await Promise.all(
        sources.map((source) => collectEpochFrom({ context, log, source, now, params, roots, pin }, epoch)),
      );
      const lacking = lackingOf(each);
      await log.flush();
      if (lacking.includes("epoch_results") && (await collectResultsByMember(context, log, sources, now, params, epoch)))
        lacking.splice(lacking.indexOf("epoch_results"), 1);
      context.onProgress(++done, epochs.length);
      return { epoch, lacking };
    },
    { concurrency: EPOCHS_AT_ONCE, signal: context.signal },
  );
}

/** Questions that some source's view of the epoch needs and none answered. */
function lackingOf(each: readonly SourceEpoch[]): string[] {
  const withRoot = each.filter(({ root }) => root !== null);
  if (withRoot.length === 0) return ["epoch_group"];
  const told = new Set(each.flatMap((one) => [...one.told]));
  // Complete from some source: of the views of the epoch, the one that lacks least.
  const [least = []] = withRoot
    .map(({ asked }) => [...asked].filter((key) => !told.has(key)))
    .sort((a, b) => a.length - b.length);
  return least;
}

/** Asks the parameters of every source and returns those that most told, for the schedule. */
export async function collectParams(
  context: CollectContext,
  log: AnswerLog,
  sources: readonly Source[],
  now: ChainNow,
): Promise<ParamsRow | null> {
  const inquiry = paramsInquiry();
  const told = new Map<string, { row: ParamsRow; voices: number }>();
  await Promise.all(
    sources.map(async (source) => {
      const reply = await ask(context, source, inquiry);
      await recordReply(log, source, now, inquiry, reply, false);
      if (reply.outcome !== "told") return;
      const before = told.get(reply.value.json);
      told.set(reply.value.json, { row: reply.value, voices: (before?.voices ?? 0) + 1 });
    }),
  );
  const [best, second] = [...told.values()].sort((a, b) => b.voices - a.voices);
  return best && best.voices > (second?.voices ?? 0) ? best.row : null;
}
