import type { ClockRow } from "../../storage/facts/rows.ts";
import type { CollectContext } from "../context.ts";
import { decodeCurrentEpoch, decodeEpochInfo } from "../decode/epoch-info.ts";
import type { Source } from "../http/source.ts";
import { ask, INFERENCE, type Reply } from "../inquiry.ts";

const question = { topic: "clock" as const, epoch: 0, subject: "" };

/**
 * A source's epoch clock: the upcoming epoch from its PoC start on (`epoch_info`) and the effective one (`get_current_epoch`); the two
 * differ while the upcoming epoch is being formed.
 */
export async function askClock(context: CollectContext, source: Source): Promise<Reply<ClockRow>> {
  const [info, current] = await Promise.all([
    ask(context, source, {
      question,
      route: "epoch_info",
      path: `${INFERENCE}/epoch_info`,
      decode: decodeEpochInfo,
      rows: () => [],
    }),
    ask(context, source, {
      question,
      route: "get_current_epoch",
      path: `${INFERENCE}/get_current_epoch`,
      decode: decodeCurrentEpoch,
      rows: () => [],
    }),
  ]);
  if (info.outcome !== "told") return info.outcome === "absent" ? { outcome: "unknown", detail: "no epoch clock" } : info;
  if (current.outcome !== "told")
    return current.outcome === "absent" ? { outcome: "unknown", detail: "no effective epoch" } : current;
  const value = {
    latest_epoch: info.value.latestEpoch,
    poc_start_height: info.value.pocStartHeight,
    effective_epoch: current.value,
  };
  return { outcome: "told", value, height: info.value.blockHeight };
}
