import { HOST_EPOCH_STATS } from "../../storage/facts/tables.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import type { Source } from "../http/source.ts";
import { ask } from "../inquiry.ts";
import { type LiveOutcome, NOTHING_MORE } from "../live/moment.ts";
import { Allowance } from "./allowance.ts";
import { type DueStats, readDueStats } from "./due-host-stats.ts";
import { effectiveEpochs, KEPT_EPOCHS, newestOf } from "./epochs.ts";
import { hostStatsInquiry } from "./questions.ts";

/**
 * Asks for the sums of hosts over the settled escrows of the running epoch and the one before it, again after each settlement that touches
 * them. Those of the epoch that was dropped last are asked once more, at the last height that had them: they are final. A source that has not
 * come as far as the settlement is no answer.
 *
 * @param most requests to one source in this run.
 */
export async function collectHostEpochStats(
  context: CollectContext,
  writer: ObservationWriter,
  chainId: string,
  sources: readonly Source[],
  most: number,
): Promise<LiveOutcome> {
  const epochs = await effectiveEpochs(context.client, chainId);
  const running = newestOf(epochs);
  if (running === null) return NOTHING_MORE;
  const allowance = new Allowance(sources, most);
  const due = await readDueStats(context.client, chainId, running);
  const dropped = running - KEPT_EPOCHS;
  const lastHeight = (epochs.get(running) ?? 0) - 1;
  let lost = 0;
  // A settlement in the very block that drops the epoch is in no state that can be asked for: those sums are never final.
  for (const one of due.filter(({ epoch, settledAt }) => epoch === dropped && settledAt <= lastHeight)) {
    if (allowance.left === 0) break;
    if (await tell(context, writer, allowance, one, lastHeight)) continue;
    // Nodes keep state for hours: where nobody has this height any more, the other hosts' sums are gone with it.
    lost += 1;
    break;
  }
  for (const one of due.filter(({ epoch }) => epoch !== dropped)) {
    if (allowance.left === 0) break;
    if (!(await tell(context, writer, allowance, one, null))) lost += 1;
  }
  await writer.flush();
  const problems = lost > 0 ? [`${lost} sums of hosts over an epoch's settlements: no source could tell them`] : [];
  return { ...NOTHING_MORE, written: writer.written, problems };
}

/** @param pinned the height to ask at, whose answer is final; null: as of now. @returns whether a source told it. */
async function tell(
  context: CollectContext,
  writer: ObservationWriter,
  allowance: Allowance,
  { epoch, address, settledAt, isSettled }: DueStats,
  pinned: number | null,
): Promise<boolean> {
  const inquiry = hostStatsInquiry(epoch, address);
  for (const source of allowance.inTurn()) {
    if (!allowance.take(source)) continue;
    const reply = await ask(context, source, inquiry, pinned);
    if (reply.outcome !== "told") continue;
    if (reply.height !== null && reply.height < settledAt) continue;
    if (isSettled && !reply.value.found) {
      const reason = `no sums of ${address} in epoch ${epoch}, who has a slot in an escrow settled at ${settledAt}`;
      context.notebook.rejected(source.name, inquiry.question, reason, "");
      continue;
    }
    await writer.write(HOST_EPOCH_STATS, [{ ...reply.value, source: source.name, final: pinned !== null }]);
    return true;
  }
  return false;
}
