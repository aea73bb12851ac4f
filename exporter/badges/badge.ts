import { makeBadge } from "badge-maker";
import { inWords, quantity } from "../../grafana-plugin/src/format/number.ts";
import { hasNumber, STATE_WORDS } from "../../grafana-plugin/src/format/states.ts";
import type { State } from "../../roadmap/index.ts";
import type { IndicatorStatus } from "../snapshot/indicators.ts";

/** Colours say what the words say too. */
const COLORS: Readonly<Record<State, string>> = {
  ok: "#2f7d4f",
  provisional: "#3269b0",
  not_enough_data: "#8a6100",
  disputed: "#8a6100",
  source_lost: "#b3261e",
  no_data: "#5f6368",
  needs_entry: "#6b46c1",
  not_measurable_yet: "#5f6368",
};

/**
 * An indicator's newest bucket as a small SVG for other people's pages: name, number with unit, state. Without a number in that bucket it
 * shows "–" and the state; an older number is never shown as the newest.
 */
export function badgeOf({ entry, state, stateEpoch, newest, method }: IndicatorStatus, simulated: boolean): string {
  const { name, unit } = entry.kind === "indicator" ? entry.indicator : entry.series;
  const { glyph, word } = STATE_WORDS[state];
  const number = hasNumber(state) && newest !== null && newest.epoch === stateEpoch ? newest.value : null;
  const told = number === null ? "–" : inWords(quantity(number, unit));
  const estimate = number !== null && method?.estimate ? " · estimate" : "";
  return makeBadge({
    label: simulated ? `SIMULATED · ${name}` : name,
    message: `${told} · ${glyph} ${word}${estimate}`,
    color: COLORS[state],
    style: "flat",
  });
}
