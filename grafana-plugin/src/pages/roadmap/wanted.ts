import type { Indicator } from "../../client/types.ts";
import type { Catalogue } from "../catalogue.ts";
import { type Giver, giverOf } from "../missing.ts";
import { shortName } from "./ladder-model.ts";

/** Where the roadmap asks for a number: a priority, a horizon, a project. */
export interface Reason {
  readonly words: string;
  /** The project's id, where it is one. */
  readonly project: string | null;
}

/** An indicator without a number. */
export interface Wanted {
  readonly indicator: Indicator;
  /** Most pressing first. */
  readonly reasons: readonly Reason[];
  /** Lower is wanted more. */
  readonly rank: number;
}

/** All that one giver is asked for. */
export interface WantedGroup {
  readonly giver: Giver;
  readonly wanted: readonly Wanted[];
}

/**
 * Every indicator without a number, by who can give it; most wanted first. Near-term metrics to track are wanted most, then what else is
 * near-term, then lines of horizons, PRIMARY indicators of projects, and the rest.
 */
export function wantedOf({ roadmap, indicators }: Catalogue): WantedGroup[] {
  const wanted = indicators
    .filter(({ kind }) => kind === "indicator")
    .flatMap((indicator) => {
      const giver = giverOf(indicator);
      return giver === null ? [] : [{ giver, indicator, ...reasonsOf(roadmap, indicator) }];
    });
  return GIVER_NAMES.flatMap((giver) => {
    const own = wanted.filter((one) => one.giver === giver).sort((a, b) => a.rank - b.rank);
    return own.length === 0 ? [] : [{ giver, wanted: own }];
  });
}

const GIVER_NAMES: readonly Giver[] = ["partner", "person", "network", "sources", "dispute", "history", "collection", "method"];

function reasonsOf({ near_term, horizons, projects }: Catalogue["roadmap"], { id, projects: refs, metric }: Indicator) {
  const here = (ids: readonly { readonly id: string }[]) => ids.some((one) => one.id === id);
  const tracked = near_term.flatMap((priority) =>
    priority.tracked
      .filter(({ indicator }) => indicator.id === id)
      .map(({ words }) => ({ words: `near-term: ${words}`, project: null, rank: 0 })),
  );
  const priorities = near_term
    .filter((priority) => tracked.length === 0 && here(priority.indicators))
    .map(({ name }) => ({ words: `near-term: ${name}`, project: null, rank: 1 }));
  const lines = horizons
    .filter(({ lines: all }) => all.some((line) => here(line.indicators)))
    .map(({ name }) => ({ words: shortName(name), project: null, rank: 2 }));
  const names = new Map(projects.map((project) => [project.id, project.name]));
  const claims = refs.map((ref) => ({
    words: `${names.get(ref.id) ?? ref.id} (${ref.role === "primary" ? "PRIMARY" : "SECONDARY"})`,
    project: ref.id,
    rank: ref.role === "primary" ? 3 : 4,
  }));
  const reasons = [...tracked, ...priorities, ...lines, ...claims];
  const rank = Math.min(metric === "P" ? 6 : 5, ...reasons.map((reason) => reason.rank));
  return { reasons: reasons.map(({ words, project }) => ({ words, project })), rank };
}
