import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { roadmap } from "./index.ts";
import type { Horizon, Indicator, NearTermPriority, Project, TrackMetric } from "./types.ts";

const folder = new URL("../../shared/roadmap/", import.meta.url);
const here = existsSync(new URL("mapping.json", folder)) && existsSync(new URL("roadmap.txt", folder));

interface Mapping {
  readonly metrics: unknown;
  readonly track_specific_metrics: unknown;
  readonly indicators: Readonly<Record<string, { readonly source: string }>>;
  readonly horizons: unknown;
  readonly near_term: unknown;
  readonly tracks: readonly { readonly projects: readonly { readonly id: string; readonly line: number }[] }[];
}

const mapping: Mapping = here
  ? JSON.parse(readFileSync(new URL("mapping.json", folder), "utf8"))
  : { metrics: {}, track_specific_metrics: {}, indicators: {}, horizons: [], near_term: [], tracks: [] };

/** Where the mapping's source says "as above", what stands above. */
const ABOVE: Readonly<Record<string, string>> = {
  "mnt.protected_downtime": "mnt.windows_used",
  "mnt.penalties_in_window": "mnt.windows_used",
  "dem.apps_60": "dem.apps_30",
  "dem.apps_90": "dem.apps_30",
};
/** The indicators as mapped, with their sources written out. */
const writtenOut = () =>
  Object.fromEntries(
    Object.entries(mapping.indicators).map(([id, mapped]) => {
      const above = mapping.indicators[ABOVE[id] ?? ""]?.source ?? "as above";
      return [id, { ...mapped, source: mapped.source.replace("as above", above) }];
    }),
  );

const text = (here ? readFileSync(new URL("roadmap.txt", folder), "utf8") : "")
  .split("\n")
  .map((line) => line.replace(/\s+/g, " ").trim());

const byKey = <T extends { readonly id: string }, U>(list: readonly T[], shape: (item: T) => U): Record<string, U> =>
  Object.fromEntries(list.map((item) => [item.id, shape(item)]));

const asMapped = {
  indicator: (i: Indicator) => ({
    metric: i.metric,
    name: i.name,
    definition: i.definition,
    unit: i.unit,
    direction: i.direction.words,
    target: i.target,
    cls: i.sourceClass,
    source: i.source,
    part: i.part,
    expect: i.expect,
    ...(i.methodV1 === undefined ? {} : { method_v1: i.methodV1 }),
    ...(i.expectNote === undefined ? {} : { expect_note: i.expectNote }),
  }),
  priority: (p: NearTermPriority) => ({
    name: p.name,
    words: p.words,
    indicators: p.indicators,
    ...(p.tracked.length === 0 ? {} : { tracked: Object.fromEntries(p.tracked.map((t) => [t.words, t.indicator])) }),
  }),
  trackMetric: (t: TrackMetric) => ({
    wording: t.wording,
    where: t.where,
    our_reading_parent: t.parent.join("+"),
    indicators: t.indicators,
  }),
  project: (p: Project) => ({
    id: p.id,
    n: p.n,
    name: p.name,
    primary: p.primary,
    secondary: p.secondary,
    primary_ids: p.primaryIds,
    secondary_ids: p.secondaryIds,
    indicators_primary: p.indicatorsPrimary,
    indicators_secondary: p.indicatorsSecondary,
    works_when: p.worksWhen,
  }),
};

/** The lines after the first line equal to `heading`, up to the first that matches `end`. */
function section(heading: string, end: RegExp): string[] {
  const from = text.indexOf(heading);
  if (from < 0) throw new Error(`the roadmap has no line "${heading}"`);
  const length = text.slice(from + 1).findIndex((line) => end.test(line));
  return text.slice(from + 1, length < 0 ? undefined : from + 1 + length);
}

const bullets = (lines: readonly string[]) => lines.filter((line) => line.startsWith("•")).map((line) => line.slice(1).trim());

const horizonSection = (horizon: Horizon) => section(horizon.name, /^(Horizon \d|North Star)\. |^Foundation$/);

const trackSection = (n: number) =>
  section(`Track ${n}. ${roadmap.tracks.find((track) => track.n === n)?.name}`, /^Track \d+\. |^Rules for external teams/);

function projectSection(id: string): string[] {
  const project = roadmap.projects.find((candidate) => candidate.id === id);
  return section(`Project ${project?.n}. ${project?.name}`, /^(Project|Track) \d+\. |^Rules for external teams/);
}

function place(where: string): string[] {
  const name = { H1: "Horizon 1.", H2: "Horizon 2.", "North Star": "North Star." }[where];
  const horizon = roadmap.horizons.find((candidate) => name && candidate.name.startsWith(name));
  if (horizon) return horizonSection(horizon);
  if (where === "near-term") return section("Near-term priorities", /^Mid- and long-term priorities$/);
  return where.includes("P") ? projectSection(where) : trackSection(Number(where.slice(1)));
}

describe.skipIf(!here)("word for word against ../shared/roadmap (skipped where that folder doesn't exist)", () => {
  describe("mapping.json", () => {
    test("indicators, every field, in order", () => {
      expect(roadmap.indicators.map(({ id }) => id)).toEqual(Object.keys(mapping.indicators));
      expect(byKey(roadmap.indicators, asMapped.indicator)).toEqual(writtenOut());
    });

    test("horizons and near-term priorities", () => {
      expect(roadmap.horizons).toEqual(mapping.horizons);
      expect(roadmap.nearTerm.map(asMapped.priority)).toEqual(mapping.near_term);
    });

    test("tracks and projects", () => {
      const withoutLine = mapping.tracks.map((track) => ({
        ...track,
        projects: track.projects.map(({ line: _, ...project }) => project),
      }));
      expect(roadmap.tracks.map((track) => ({ ...track, projects: track.projects.map(asMapped.project) }))).toEqual(withoutLine);
    });

    test("metrics and track metrics", () => {
      expect(byKey(roadmap.metrics, ({ name }) => name)).toEqual(mapping.metrics);
      expect(byKey(roadmap.trackMetrics, asMapped.trackMetric)).toEqual(mapping.track_specific_metrics);
    });
  });

  describe("roadmap.txt", () => {
    test("the nine metrics are the roadmap's list", () => {
      const list = bullets(section("Metrics affected by roadmap projects", /^Individual projects may/));
      expect(roadmap.metrics.map(({ name }) => name)).toEqual(list);
    });

    test.each(roadmap.horizons)("$name: goal and lines are the roadmap's, all of them", (horizon) => {
      const lines = horizonSection(horizon);
      expect(lines).toContain(horizon.goal);
      expect(horizon.lines.map((line) => line.text)).toEqual(bullets(lines));
    });

    test.each(roadmap.nearTerm)("$name: words stand in its section", ({ name, words }) => {
      const [next] = roadmap.nearTerm.slice(roadmap.nearTerm.findIndex((priority) => priority.name === name) + 1);
      const lines = section(name, new RegExp(`^${next?.name ?? "Mid- and long-term priorities"}$`)).join(" ");
      expect(words.filter((word) => !lines.includes(word))).toEqual([]);
    });

    test("tracks and their projects are the roadmap's, all of them", () => {
      const headings = text.filter((line) => /^(Track|Project) \d+\. /.test(line));
      const ours = roadmap.tracks.flatMap(({ n, name, projects }) => [
        `Track ${n}. ${name}`,
        ...projects.map((project) => `Project ${project.n}. ${project.name}`),
      ]);
      expect(ours).toEqual(headings);
    });

    test("projects stand at the line the mapping names", () => {
      for (const { id, line } of mapping.tracks.flatMap((track) => track.projects)) {
        const project = roadmap.projects.find((candidate) => candidate.id === id);
        expect(text[line - 1]).toBe(`Project ${project?.n}. ${project?.name}`);
      }
    });

    test.each(roadmap.projects)("$id: PRIMARY and SECONDARY are the roadmap's words", ({ id, primary, secondary }) => {
      const stated = bullets(projectSection(id)).filter((line) => /^(PRIMARY|SECONDARY): /.test(line));
      expect(stated).toEqual([`PRIMARY: ${primary}.`, ...(secondary === null ? [] : [`SECONDARY: ${secondary}.`])]);
    });

    const quotes = roadmap.indicators.flatMap(({ id, targets }) => targets.map((quote) => ({ id, ...quote })));
    test.each(quotes)("$id: “$words” stands in $where", ({ where, words }) => {
      expect(place(where).join(" ")).toContain(words);
    });
  });
});
