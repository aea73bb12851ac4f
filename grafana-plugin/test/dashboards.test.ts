// @vitest-environment node
import { type DataFrame, dateTime } from "@grafana/data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { BOARDS } from "../../dashboards/boards.ts";
import { APP_PATH as BOARDS_APP_PATH } from "../../dashboards/build/links.ts";
import { type Served, serveSmallNetwork } from "../../exporter/testing/served.ts";
import { fetchClient } from "../src/client/fetch-client.ts";
import type { Indicator } from "../src/client/types.ts";
import { answer } from "../src/datasource/answer.ts";
import { isComplete, type KpiQuery } from "../src/datasource/query.ts";
import { hasNumber } from "../src/format/states.ts";
import { APP_PATH, DATA_SOURCE } from "../src/ids.ts";
import { ROUTES } from "../src/pages/routes.ts";
import { BOARD_VARIABLES } from "./board-variables.ts";

const target = z.looseObject({ datasource: z.object({ type: z.string() }).optional() });
const board = z.object({
  annotations: z.object({ list: z.array(z.object({ name: z.string(), target })).default([]) }),
  panels: z.array(
    z.object({
      title: z.string(),
      links: z.array(z.object({ url: z.string() })).default([]),
      targets: z.array(target).default([]),
    }),
  ),
});
const boards = Object.entries(BOARDS).map(([name, json]) => ({ name, ...board.parse(JSON.parse(JSON.stringify(json))) }));

/** The data source's query with the variables filled in, as it would come from Grafana. */
const asked = (given: object): KpiQuery => {
  const filled = JSON.stringify(given).replace(/\$(\w+)/g, (_, name: string) => BOARD_VARIABLES[name] ?? "");
  return JSON.parse(filled) as KpiQuery;
};
const QUERIES = boards
  .flatMap(({ name, panels, annotations }) => [
    ...panels.flatMap(({ title, targets }) => targets.map((each) => ({ where: `${name}: ${title}`, target: each }))),
    ...annotations.list.map((mark) => ({ where: `${name}: mark ${mark.name}`, target: mark.target })),
  ])
  .flatMap(({ where, target: given }) => (given.datasource?.type === DATA_SOURCE ? [{ where, query: asked(given) }] : []));

const [from, to] = [dateTime("2026-04-01T00:00:00Z"), dateTime("2026-06-01T00:00:00Z")];
const RANGE = { from, to, raw: { from, to } };

/** The newest row of the frames of a network-wide series. */
function newestOf(frames: readonly DataFrame[]) {
  const rows = frames.flatMap((frame) => {
    const column = (name: string) => frame.fields.find((field) => field.name === name)?.values ?? [];
    const [times, states] = [column("time"), column("state")];
    return times.map((time: number, index) => ({
      time,
      state: states[index],
      value: column("value")[index],
      coverage: column("coverage")[index],
    }));
  });
  return rows
    .filter(({ state }) => state !== null)
    .sort((a, b) => a.time - b.time)
    .at(-1);
}

/** Words on how frames differ from what the API says is newest; null where they agree. */
function difference(frames: readonly DataFrame[], { state, newest }: Indicator): string | null {
  const shown = newestOf(frames);
  if (!hasNumber(state)) return shown === undefined || shown.value === null ? null : `shows ${shown.value} in the state ${state}`;
  if (shown === undefined) return "shows nothing";
  if (shown.value !== newest?.value) return `shows ${shown.value} instead of ${newest?.value}`;
  return shown.state === state && shown.coverage === newest?.coverage ? null : "shows another state or coverage";
}

describe("the boards' queries to the data source", () => {
  let served: Served;
  let indicators: ReadonlyMap<string, Indicator>;
  const client = () => fetchClient(served.url);
  const answers = new Map<string, Promise<DataFrame[]>>();
  /** Many panels ask the same. */
  const answerTo = (query: KpiQuery): Promise<DataFrame[]> => {
    const key = JSON.stringify(query);
    const asked = answers.get(key) ?? answer(client(), query, RANGE, false);
    answers.set(key, asked);
    return asked;
  };

  beforeAll(async () => {
    served = await serveSmallNetwork();
    const all = await client().get("/indicators", { params: {}, query: {} });
    indicators = new Map(all.indicators.map((indicator) => [indicator.id, indicator]));
  }, 120_000);
  afterAll(() => served.close());

  it("are complete, and each is answered", async () => {
    expect(QUERIES.length).toBeGreaterThan(80);
    for (const { where, query } of QUERIES) {
      expect(isComplete(query), where).toBe(true);
      await expect(answerTo(query), where).resolves.toBeInstanceOf(Array);
    }
  }, 60_000);

  it("give the API's newest value, state and coverage; null where the state has no number", async () => {
    const ofIndicators = QUERIES.filter(
      ({ query }) => query.kind === "indicator" && query.labels === "network" && query.axis === "epoch",
    );
    let numbers = 0;
    for (const { where, query } of ofIndicators) {
      const indicator = indicators.get(query.indicator);
      if (!indicator) throw new Error(`${where}: the API has no ${query.indicator}`);
      expect(difference(await answerTo(query), indicator), where).toBeNull();
      if (hasNumber(indicator.state)) numbers++;
    }
    expect(numbers).toBeGreaterThan(5);
    expect(ofIndicators.some(({ query }) => indicators.get(query.indicator)?.state === "source_lost")).toBe(true);
  }, 60_000);

  it("an empty, all-zero or constant stand-in, or a number for a lost source, would be seen", async () => {
    const query = QUERIES.find(({ query }) => query.indicator === "cap.hosts_active")?.query;
    const known = indicators.get("cap.hosts_active");
    if (!query || !known) throw new Error("no such query");
    const frames = await answerTo(query);
    const withValues = (value: number) =>
      frames.map((frame) => ({
        ...frame,
        fields: frame.fields.map((field) =>
          field.name === "value" ? { ...field, values: field.values.map(() => value) } : field,
        ),
      }));
    expect(difference(frames, known)).toBeNull();
    expect(difference([], known)).toBe("shows nothing");
    expect(difference(withValues(0), known)).toContain("shows 0");
    expect(difference(withValues(7), known)).toContain("shows 7");
    expect(difference(frames, { ...known, state: "source_lost" })).toContain("source_lost");
  });

  it("tables say null where nothing is known, and never 0 for it", async () => {
    const [frame] = await answer(
      client(),
      asked({ refId: "A", kind: "roadmap", indicator: "", axis: "epoch", labels: "network" }),
      RANGE,
      false,
    );
    const column = (name: string): readonly unknown[] => frame?.fields.find((field) => field.name === name)?.values ?? [];
    const [ids, values] = [column("indicator"), column("value")];
    expect(ids).toHaveLength(139);
    ids.forEach((id, index) => {
      const indicator = indicators.get(String(id));
      const told = indicator && hasNumber(indicator.state) ? indicator.newest?.value : null;
      expect(values[index], String(id)).toBe(told ?? null);
    });
    expect(values).toContain(null);
  });
});

describe("boards and plugin", () => {
  it("agree on where the app's pages are", () => {
    expect(BOARDS_APP_PATH).toBe(APP_PATH);
    const paths = ROUTES.map(([, { path }]) => path);
    const led = boards.flatMap(({ panels }) => panels.flatMap(({ links }) => links.map(({ url }) => url.slice(APP_PATH.length))));
    const known = (path: string) => paths.includes(path.startsWith("/indicators/") ? "/indicators/:id" : path);
    expect(led.filter((path) => !known(path))).toEqual([]);
  });
});
