import { auxiliary } from "./auxiliary.ts";
import { horizons } from "./horizons.ts";
import { indicators } from "./indicators/index.ts";
import { metrics } from "./metrics.ts";
import { nearTerm } from "./near-term.ts";
import { trackMetrics } from "./track-metrics.ts";
import { tracks } from "./tracks/index.ts";
import type { Horizon, HorizonLine, Indicator, Project, ProjectRole, State, TrackMetric } from "./types.ts";

export type { AuxiliarySeries } from "./auxiliary.ts";
export type * from "./types.ts";
export { STATE_MEANING, STATES } from "./types.ts";

const projects: readonly Project[] = tracks.flatMap((track) => track.projects);

/** The whole catalogue: what the roadmap says, and what we measure of it. */
export const roadmap = { horizons, nearTerm, tracks, projects, metrics, trackMetrics, indicators, auxiliary } as const;

const byId: ReadonlyMap<string, Indicator> = new Map(indicators.map((indicator) => [indicator.id, indicator]));

/** The indicator of that id, undefined where the catalogue has none. */
export function indicatorById(id: string): Indicator | undefined {
  return byId.get(id);
}

/** The projects an indicator shows, with its role in each, in the roadmap's order; empty where it is in none. */
export function projectsOf(indicatorId: string): readonly { readonly project: Project; readonly role: ProjectRole }[] {
  return projects.flatMap((project) => [
    ...(project.indicatorsPrimary.includes(indicatorId) ? [{ project, role: "primary" as const }] : []),
    ...(project.indicatorsSecondary.includes(indicatorId) ? [{ project, role: "secondary" as const }] : []),
  ]);
}

/** The track metrics that an indicator measures. */
export function trackMetricsOf(indicatorId: string): readonly TrackMetric[] {
  return trackMetrics.filter((metric) => metric.indicators.includes(indicatorId));
}

/** The horizon lines that an indicator measures; the roadmap's numbers for it, if any, are their targets. */
export function horizonLinesOf(indicatorId: string): readonly { readonly horizon: Horizon; readonly line: HorizonLine }[] {
  return horizons.flatMap((horizon) =>
    horizon.lines.filter((line) => line.indicators.includes(indicatorId)).map((line) => ({ horizon, line })),
  );
}

/**
 * The state an indicator deserves while no method computes it. The recorded mainnet decides, not the simulated network:
 * what mainnet has nothing of isn't measurable, even where the simulator can play it.
 */
export function stateWithoutMethod(indicator: Indicator): State {
  const { recordings } = indicator.expect;
  return recordings === "not_measurable_yet" || recordings === "needs_entry" ? recordings : "no_data";
}
