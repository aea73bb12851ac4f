import type { HostState, HostUptime } from "../client/types.ts";
import { HOST_STATES } from "../components/host-state.tsx";
import { percentOfAll } from "../format/number.ts";
import { duration } from "../format/time.ts";

export type Strip = HostUptime["agreed"];

/** So wide at least is what must not be overlooked, in pixels. */
const LEAST_WIDTH: Readonly<Record<HostState, number>> = { up: 0, down: 2, unknown: 0, maintenance: 2 };

/**
 * An SVG path for each state, of a strip drawn from 0 to `width`: one shape however often a host came and went.
 * A short outage is widened so that it is seen; it hides no other outage.
 */
export function stripPaths(
  { spans }: Pick<Strip, "spans">,
  { from, to }: Pick<HostUptime, "from" | "to">,
  width: number,
  height: number,
): Record<HostState, string> {
  const [start, whole] = [Date.parse(from), Date.parse(to) - Date.parse(from)];
  const paths: Record<HostState, string> = { up: "", down: "", unknown: "", maintenance: "" };
  if (whole <= 0) return paths;
  const at = (time: string) => ((Date.parse(time) - start) / whole) * width;
  for (const { state, starts_at, ends_at } of spans) {
    const wide = Math.max(at(ends_at) - at(starts_at), LEAST_WIDTH[state]);
    const x = Math.min(at(starts_at), width - wide);
    paths[state] += `M${x.toFixed(1)} 0h${wide.toFixed(1)}v${height}h${(-wide).toFixed(1)}z`;
  }
  return paths;
}

/** Up ÷ (up + down): maintenance and unknown are neither. null where nothing is known. */
export function reachable({ up, down }: Strip["seconds"]): number | null {
  return up + down > 0 ? up / (up + down) : null;
}

/** `99.9 %`: never rounded up to all of it. */
export function reachableWords(seconds: Strip["seconds"]): string {
  const share = reachable(seconds);
  return share === null ? "–" : percentOfAll(share);
}

/** How long each state held; states that never held are left out, except that unknown is always told. */
export function stateWords(seconds: Strip["seconds"]): string {
  return HOST_STATES.filter((state) => seconds[state] > 0 || state === "unknown")
    .map((state) => `${state} ${duration(seconds[state])}`)
    .join(", ");
}

/** Times in which it was not up, newest first. */
export const notUp = ({ spans }: Pick<Strip, "spans">): Strip["spans"] =>
  spans.filter(({ state }) => state !== "up").toReversed();
