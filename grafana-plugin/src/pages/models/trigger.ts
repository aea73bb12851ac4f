import type { Indicator } from "../../client/types.ts";
import type { Look } from "../../components/mark.tsx";
import { percent, short } from "../../format/number.ts";
import { hasNumber } from "../../format/states.ts";

/** "GPUs are loaded with useful work at 40%+": the roadmap's words. */
export const TRIGGER = 0.4;
/** Of reality that must be seen for an epoch to count. The roadmap names none: it is the method's own. */
export const FLOOR = 0.8;

/** Whether capacity is used, in a sentence; no number is no answer. */
export function triggerLook(utilization: Indicator | undefined, days: Indicator | undefined): Look {
  const value = utilization && hasNumber(utilization.state) ? (utilization.newest?.value ?? null) : null;
  const coverage = utilization?.newest?.coverage ?? null;
  if (value === null) return { glyph: "?", word: "Nobody can tell: utilization has no number", tone: "warn" };
  const used = `${percent(value)} of capacity does useful work (estimate)`;
  if (coverage === null || coverage < FLOOR)
    return { glyph: "◔", word: `${used}, but too little was seen for the 40 % trigger`, tone: "warn" };
  if (value < TRIGGER) return { glyph: "○", word: `${used}: below the 40 % of the trigger`, tone: "info" };
  const lasted = days && hasNumber(days.state) ? (days.newest?.value ?? null) : null;
  return { glyph: "●", word: `${used}, above 40 %${lasted === null ? "" : ` for ${short(lasted)} days`}`, tone: "good" };
}
