import { roadmap as catalogue, type Project } from "../../../roadmap/index.ts";
import { route } from "../route.ts";
import { nothing } from "../schemas/common.ts";
import { roadmapAnswer } from "../schemas/roadmap.ts";

export const roadmap = route({
  path: "/roadmap",
  summary: "The roadmap in its own words, each part with the indicators that measure it and their states.",
  params: nothing,
  query: nothing,
  answer: roadmapAnswer,
  handle: ({ snapshot }) => {
    const states = new Map(snapshot.indicators.map(({ id, state }) => [id, state]));
    const ref = (id: string) => ({ id, state: states.get(id) ?? "no_data" });
    const refs = (ids: readonly string[]) => ids.map(ref);
    const projectOf = (track: number, project: Project) => ({
      id: project.id,
      n: project.n,
      name: project.name,
      track,
      primary: { words: project.primary, ids: project.primaryIds, indicators: refs(project.indicatorsPrimary) },
      secondary: { words: project.secondary, ids: project.secondaryIds, indicators: refs(project.indicatorsSecondary) },
      works_when: project.worksWhen,
    });
    return {
      chain_id: snapshot.chain,
      horizons: catalogue.horizons.map(({ id, name, goal, lines }) => ({
        id,
        name,
        goal,
        lines: lines.map(({ text, target, indicators }) => ({ text, target, indicators: refs(indicators) })),
      })),
      near_term: catalogue.nearTerm.map(({ name, words, tracked, indicators }) => ({
        name,
        words,
        tracked: tracked.map((one) => ({ words: one.words, indicator: ref(one.indicator) })),
        indicators: refs(indicators),
      })),
      tracks: catalogue.tracks.map(({ n, name, projects }) => ({ n, name, projects: projects.map(({ id }) => id) })),
      projects: catalogue.tracks.flatMap(({ n, projects }) => projects.map((project) => projectOf(n, project))),
      metrics: catalogue.metrics.map(({ id, name }) => ({
        id,
        name,
        indicators: refs(catalogue.indicators.filter(({ metric }) => metric === id).map((indicator) => indicator.id)),
      })),
      track_metrics: catalogue.trackMetrics.map(({ id, wording, where, parent, indicators }) => ({
        id,
        wording,
        where,
        parent,
        indicators: refs(indicators),
      })),
    };
  },
});
