import { CLASSIC_MODEL_STATS, CLASSIC_STATS } from "../../../storage/facts/tables.ts";
import { type ClassicRange, decodeClassicModelStats, decodeClassicStats } from "../../decode/classic-stats.ts";
import type { Decoded } from "../../decode/decoded.ts";
import { ask, INFERENCE } from "../../inquiry.ts";
import type { LiveQuestion, Pin } from "../pinned.ts";

const about = ({ epoch }: Pin) => ({ topic: "classic_stats" as const, epoch, subject: "" });

/**
 * Tokens of the classic inferences that were requested in an epoch's time, of all and by model. The chain keeps those of two epochs, so it is
 * asked at a height soon after the epoch, which only an archive node still has.
 */
export const classicStats = (range: ClassicRange): LiveQuestion => ({
  questions: (pin) => [about(pin)],
  async ask(context, source, pin) {
    const part = <T>(route: string, decode: (body: unknown) => Decoded<T>) => {
      const path = `${INFERENCE}/${route}?time_from=${range.from_ms}&time_to=${range.to_ms}`;
      return ask(context, source, { question: about(pin), route, path, decode, rows: () => [] }, pin.height);
    };
    const all = await part("all_stats_by_time", (body) => decodeClassicStats(body, range));
    if (all.outcome !== "told") return all;
    const byModel = await part("models_stats_by_time", (body) => decodeClassicModelStats(body, range));
    if (byModel.outcome !== "told") return byModel;
    const rows = [
      { table: CLASSIC_STATS, rows: [all.value] },
      { table: CLASSIC_MODEL_STATS, rows: byModel.value },
    ];
    return { outcome: "told", value: [{ question: about(pin), rows }], height: all.height };
  },
});
