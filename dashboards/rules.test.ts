import type { Dashboard, GridPos, Panel, RowPanel } from "@grafana/grafana-foundation-sdk/dashboard";
import { describe, expect, it } from "vitest";
import { indicatorById, roadmap } from "../roadmap/index.ts";
import { BOARDS } from "./boards.ts";
import { APP_PATH } from "./build/links.ts";
import { SOURCES } from "./build/sources.ts";

const KNOWN_TYPES = ["stat", "timeseries", "table", "state-timeline", "gonka-kpi-panel"];
/** Paths of the app's pages that stand for no indicator; grafana-plugin's tests hold them to its routes. */
const PAGES = ["/", "/now", "/hosts", "/models", "/quality"];
const GRID_COLUMNS = 24;
/** What Grafana fills in by itself. */
const BUILT_IN = ["__rate_interval", "__timeFilter", "__value"];

const isRow = (panel: Panel | RowPanel): panel is RowPanel => panel.type === "row";
const all = (board: Dashboard) => board.panels ?? [];
const panelsOf = (board: Dashboard) => all(board).filter((panel): panel is Panel => !isRow(panel));
const knownIndicator = (id: string) =>
  indicatorById(id) !== undefined || roadmap.auxiliary.some((one) => one.id === id) || id === "$indicator";
const fieldOf = (target: object, name: string): string => {
  const value: unknown = Object.entries(target).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : "";
};

/** Words on what is wrong with a board; none where it is as it should be. */
function faults(board: Dashboard): string[] {
  const variables = (board.templating.list ?? []).map(({ name }) => name);
  const ids = all(board).map(({ id }) => id);
  const text = JSON.stringify(board);
  return [
    ...(board.id === null && /^gonka-[a-z]+$/.test(board.uid ?? "") ? [] : ["needs a uid of its own and the id null"]),
    ...(new Set(ids).size === ids.length && ids.every((id) => id !== undefined)
      ? []
      : ["two panels have the same id, or one has none"]),
    ...[...text.matchAll(/\$\{?(\w+)/g)].flatMap(([, name = ""]) =>
      [...variables, ...BUILT_IN].includes(name) ? [] : [`there is no variable ${name}`],
    ),
    ...[...text.matchAll(/"uid":"([^"]*)"/g)].flatMap(([, uid = ""]) =>
      uid === board.uid || Object.keys(SOURCES).some((name) => uid === `\${${name}}`) ? [] : [`names the data source ${uid}`],
    ),
    ...(/ or vector\(/.test(text) ? ["makes a number of nothing"] : []),
    ...overlaps(all(board)),
    ...panelsOf(board).flatMap((panel) => faultsOf(panel).map((fault) => `panel ${panel.id} "${panel.title}": ${fault}`)),
  ];
}

function faultsOf(panel: Panel): string[] {
  const [link] = panel.links ?? [];
  const path = link?.url?.startsWith(APP_PATH) ? link.url.slice(APP_PATH.length) : null;
  const about = path?.startsWith("/indicators/") ? path.slice("/indicators/".length) : null;
  const targets = panel.targets ?? [];
  const asked = targets.map((target) => fieldOf(target, "indicator")).filter((id) => id !== "");
  const severalUnits = targets.filter(
    (target) => fieldOf(target, "labels") === "all" && indicatorById(fieldOf(target, "indicator"))?.unit.includes(";"),
  );
  const units = new Set(asked.map((id) => indicatorById(id)?.unit ?? roadmap.auxiliary.find((one) => one.id === id)?.unit));
  return [
    ...(KNOWN_TYPES.includes(panel.type) ? [] : [`unknown type ${panel.type}`]),
    ...((panel.title ?? "") === "" ? ["no title"] : []),
    ...((panel.description ?? "").length < 15 ? ["no description"] : []),
    ...(panel.fieldConfig?.defaults.unit ? [] : ["no unit"]),
    ...(panel.fieldConfig?.defaults.noValue === "–" ? [] : ["shows nothing where there is nothing"]),
    ...(targets.length > 0 ? [] : ["asks nothing"]),
    ...(path !== null && (about === null ? PAGES.includes(path) : knownIndicator(about)) ? [] : ["leads to no page"]),
    ...asked.filter((id) => !knownIndicator(id)).map((id) => `no indicator ${id}`),
    ...(asked.length > 0 && !asked.includes(about ?? "") ? ["leads to another indicator than it shows"] : []),
    ...(severalUnits.length > 0 ? ["measures of several units in one chart"] : []),
    ...(units.size > 1 ? ["indicators of several units in one chart"] : []),
  ];
}

function overlaps(panels: readonly (Panel | RowPanel)[]): string[] {
  const placed = panels.map(({ id, gridPos }) => ({ id, place: gridPos }));
  return placed.flatMap(({ id, place }, index) => {
    if (place === undefined || place.x < 0 || place.x + place.w > GRID_COLUMNS || place.h < 1)
      return [`panel ${id} is outside of the grid`];
    const over = placed.slice(index + 1).filter((other) => other.place && cover(place, other.place));
    return over.map((other) => `panels ${id} and ${other.id} overlap`);
  });
}

const cover = (a: GridPos, b: GridPos) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe.each(Object.entries(BOARDS))("%s", (_, board) => {
  it("is as boards must be", () => expect(faults(board)).toEqual([]));
});

it("uids are unique", () => {
  const uids = Object.values(BOARDS).map(({ uid }) => uid);
  expect(new Set(uids).size).toBe(uids.length);
});

it("the six metrics of demand activation have tiles", () => {
  const tracked = roadmap.nearTerm.flatMap((priority) => priority.tracked.map(({ indicator }) => indicator));
  expect(tracked).toHaveLength(6);
  const shown = JSON.stringify(BOARDS["roadmap"]);
  expect(tracked.filter((id) => !shown.includes(`/indicators/${id}`))).toEqual([]);
});

describe("a board is refused", () => {
  const [sample] = Object.values(BOARDS);
  const broken = (change: (panel: Panel) => Panel) => {
    const panels = all(sample ?? { schemaVersion: 0, templating: {}, annotations: {} }).map((panel, index) =>
      index === 1 && !isRow(panel) ? change(panel) : panel,
    );
    return faults({ ...(sample ?? { schemaVersion: 0, templating: {}, annotations: {} }), panels });
  };

  it.each([
    ["without a description", (panel: Panel) => ({ ...panel, description: "" }), "no description"],
    ["of an unknown type", (panel: Panel) => ({ ...panel, type: "piechart" }), "unknown type"],
    ["with the id of another", (panel: Panel) => ({ ...panel, id: 102 }), "same id"],
    ["over another", (panel: Panel) => ({ ...panel, gridPos: { x: 3, y: 1, w: 4, h: 4 } }), "overlap"],
    ["outside of the grid", (panel: Panel) => ({ ...panel, gridPos: { x: 22, y: 90, w: 4, h: 4 } }), "outside of the grid"],
    ["that leads nowhere", (panel: Panel) => ({ ...panel, links: [] }), "leads to no page"],
    ["with a variable it hasn't", (panel: Panel) => ({ ...panel, title: "$nothing" }), "no variable nothing"],
    ["of a data source's own uid", (panel: Panel) => ({ ...panel, datasource: { uid: "P1809" } }), "names the data source P1809"],
  ] as const)("that has a panel %s", (_, change, fault) => expect(broken(change).join("\n")).toContain(fault));
});
