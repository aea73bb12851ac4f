import type { VerdictSpan } from "../../../storage/read/host-uptime.ts";
import type { HostState } from "../../../storage/read/live-now.ts";
import { groupBy } from "../../group-by.ts";
import { agree } from "../../snapshot/live/hosts-now.ts";

/** A time in one state. Unix milliseconds. */
export interface StateSpan {
  readonly state: HostState;
  readonly reason: string;
  readonly from: number;
  readonly to: number;
}

export const NOT_PROBED = "not probed";
const DIFFER = "vantage points differ";
const NOBODY = "no vantage point could tell";

/** By vantage point, each from `from` to `to` without a hole: what it did not see is unknown. */
export function vantageStrips(spans: readonly VerdictSpan[], from: number, to: number): Map<string, StateSpan[]> {
  const byVantage = groupBy(spans, ({ vantage }) => vantage);
  return new Map([...byVantage].map(([vantage, own]) => [vantage, withoutHoles(own, from, to)]));
}

function withoutHoles(spans: readonly VerdictSpan[], from: number, to: number): StateSpan[] {
  const strip: StateSpan[] = [];
  let end = from;
  for (const { state, reason, ...span } of spans) {
    const [begins, ends] = [Math.max(span.from, end), Math.min(span.to, to)];
    if (ends <= begins) continue;
    push(strip, { state: "unknown", reason: NOT_PROBED, from: end, to: begins });
    push(strip, { state, reason, from: begins, to: ends });
    end = ends;
  }
  push(strip, { state: "unknown", reason: NOT_PROBED, from: end, to });
  return strip;
}

/** What more than half of the vantage points that could tell agree on, from moment to moment. */
export function agreedStrip(strips: readonly (readonly StateSpan[])[], from: number, to: number): StateSpan[] {
  const cuts = [...new Set([from, to, ...strips.flat().map((span) => span.from)])].sort((a, b) => a - b);
  const at = strips.map(() => 0);
  const strip: StateSpan[] = [];
  for (const [index, begins] of cuts.entries()) {
    const ends = cuts[index + 1];
    if (ends === undefined) break;
    const sights = strips.flatMap((spans, vantage) => {
      let here = at[vantage] ?? 0;
      while ((spans[here]?.to ?? Infinity) <= begins) here++;
      at[vantage] = here;
      const span = spans[here];
      return span ? [span] : [];
    });
    const { state, told } = agree(sights);
    const reason = state === "unknown" ? (told > 0 ? DIFFER : NOBODY) : (sights.find((one) => one.state === state)?.reason ?? "");
    push(strip, { state, reason, from: begins, to: ends });
  }
  return strip;
}

/** Seconds in each state. */
export function secondsByState(strip: readonly StateSpan[]): Record<HostState, number> {
  const seconds: Record<HostState, number> = { up: 0, down: 0, unknown: 0, maintenance: 0 };
  for (const { state, from, to } of strip) seconds[state] += (to - from) / 1000;
  return seconds;
}

/** One that goes on as the last did is the same span. */
function push(strip: StateSpan[], span: StateSpan): void {
  if (span.to <= span.from) return;
  const last = strip.at(-1);
  if (last?.state === span.state && last.reason === span.reason) strip[strip.length - 1] = { ...last, to: span.to };
  else strip.push(span);
}
