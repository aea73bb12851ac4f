import type { Indicator, Project, Roadmap } from "../../client/types.ts";

/** A project that promises to move a metric, and in which words of the roadmap. */
export interface Claim {
  readonly project: Project;
  readonly role: "PRIMARY" | "SECONDARY";
  readonly words: string;
}

/** The projects that claim a metric, by its own name or by one of the wordings that belong to it; PRIMARY ones first. */
export function claimsOf({ projects, track_metrics: wordings }: Roadmap, metric: string): Claim[] {
  const ids = new Set([metric, ...wordings.filter(({ parent }) => parent.includes(metric)).map(({ id }) => id)]);
  const claiming = (
    role: Claim["role"],
    part: (project: Project) => { readonly words: string | null; readonly ids: readonly string[] },
  ) =>
    projects.flatMap((project): Claim[] => {
      const { words, ids: own } = part(project);
      return words !== null && own.some((id) => ids.has(id)) ? [{ project, role, words }] : [];
    });
  return [...claiming("PRIMARY", ({ primary }) => primary), ...claiming("SECONDARY", ({ secondary }) => secondary)];
}

/** The indicators that measure a metric but stand for no project. */
export const unclaimedOf = (indicators: readonly Indicator[]): readonly Indicator[] =>
  indicators.filter(({ projects }) => projects.length === 0);
