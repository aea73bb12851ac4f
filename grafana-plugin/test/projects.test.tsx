import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { type Indicator as CatalogueIndicator, projectsOf, roadmap, stateWithoutMethod } from "../../roadmap/index.ts";
import type { Indicator, Roadmap } from "../src/client/types.ts";
import ProjectPage from "../src/pages/project/page.tsx";
import { now, point, series } from "../src/testing/answers.ts";
import { answerOfIndicators, newest } from "../src/testing/roadmap.ts";
import { showPage } from "../src/testing/show-page.tsx";

/** The whole catalogue as the API gives it before anything was computed. */
const uncomputed = (entry: CatalogueIndicator): Indicator => ({
  ...{
    id: entry.id,
    kind: "indicator",
    name: entry.name,
    definition: entry.definition,
    unit: entry.unit,
    direction: entry.direction,
  },
  ...{ target: entry.target, source_class: entry.sourceClass, source: entry.source, metric: entry.metric, part: entry.part },
  ...{ labels: entry.labels, freshness_seconds: entry.freshness, method: null, estimate: null, newest: null, state_epoch: null },
  ...{ state: stateWithoutMethod(entry), note: "" },
  projects: projectsOf(entry.id).map(({ project, role }) => ({ id: project.id, role })),
});
const UNCOMPUTED = roadmap.indicators.map(uncomputed);
const refs = (ids: readonly string[]) => ids.map((id) => ({ id, state: "no_data" as const }));

const projects = roadmap.tracks.flatMap(({ n, projects: own }) => own.map((project) => ({ track: n, project })));
const ROADMAP: Roadmap = {
  chain_id: "c",
  horizons: [],
  near_term: [],
  tracks: roadmap.tracks.map(({ n, name, projects: own }) => ({ n, name, projects: own.map(({ id }) => id) })),
  projects: projects.map(({ track, project }) => ({
    ...{ id: project.id, n: project.n, name: project.name, track, works_when: project.worksWhen },
    primary: { words: project.primary, ids: project.primaryIds, indicators: refs(project.indicatorsPrimary) },
    secondary: { words: project.secondary, ids: project.secondaryIds, indicators: refs(project.indicatorsSecondary) },
  })),
  metrics: roadmap.metrics.map(({ id, name }) => ({ id, name, indicators: [] })),
  track_metrics: roadmap.trackMetrics.map((one) => ({ ...one, indicators: refs(one.indicators) })),
};

const show = async (id: string, indicators: readonly Indicator[]) => {
  const shown = showPage(ProjectPage, "/projects/:id", `/projects/${id}`, {
    ...{ "/now": now(), "/roadmap": ROADMAP, "/indicators": answerOfIndicators(indicators) },
    "/trends": { chain_id: "c", first: null, last: null, trends: [] },
    ...Object.fromEntries(
      indicators.map((one) => [
        `/indicators/${one.id}/series?from=0&limit=98`,
        series([point(3, 1), point(4, 2)], { indicator: one.id }),
      ]),
    ),
  });
  await screen.findByText("It works when");
  return shown.container;
};

it("there are 32 projects", () => expect(projects).toHaveLength(32));

const table = projects.map(({ project }) => [project.id, project.name, project] as const);

it.each(table)(
  "%s %s names the missing source or person of every indicator while none has a number",
  async (id, name, project) => {
    const container = await show(id, UNCOMPUTED);
    expect(container.querySelector("h1")?.textContent).toBe(name);
    const values = [...container.querySelectorAll("[data-value]")];
    expect(values).toHaveLength(project.indicatorsPrimary.length + project.indicatorsSecondary.length);
    for (const value of values) {
      expect(value.getAttribute("data-value")).toBe("none");
      // After "–" and the state: who or what is missing, in words, and never "as above".
      expect(value.textContent).toMatch(
        /^–. (no data|needs entry|not measurable yet)(no method yet; source|waits for [a-z ]+): [^ ].{2,}/,
      );
      expect(value.textContent).not.toContain("as above");
    }
  },
);

it.each(table)("%s %s shows a number for every indicator that has one", async (id, _, project) => {
  const numbers = UNCOMPUTED.map((one) => ({ ...one, state: "ok" as const, method: 1, state_epoch: 4, newest: newest(0) }));
  const container = await show(id, numbers);
  const values = [...container.querySelectorAll("[data-value]")].map((value) => value.getAttribute("data-value"));
  expect(values).toHaveLength(project.indicatorsPrimary.length + project.indicatorsSecondary.length);
  expect(values.length).toBeGreaterThan(0);
  expect(new Set(values)).toEqual(new Set(["0"]));
});
