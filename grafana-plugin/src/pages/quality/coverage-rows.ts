import type { Indicator, State } from "../../client/types.ts";
import { hasNumber } from "../../format/states.ts";
import { BLIND_STATES } from "./findings.ts";

const WORST_FIRST: readonly State[] = BLIND_STATES;

/** Indicators that have no number though it could be collected, worst state first; then those that saw least. */
export function poorlySeen(indicators: readonly Indicator[]): Indicator[] {
  const rank = ({ state }: Indicator) => {
    const place = WORST_FIRST.indexOf(state);
    return place < 0 ? BLIND_STATES.length : place;
  };
  const coverage = (one: Indicator) => one.newest?.coverage ?? -1;
  return indicators
    .filter((one) => BLIND_STATES.some((state) => state === one.state) || (hasNumber(one.state) && coverage(one) < 1))
    .sort((a, b) => rank(a) - rank(b) || coverage(a) - coverage(b));
}
