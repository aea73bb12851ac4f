import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import { plainly } from "./links.ts";
import type { Sized } from "./panels.ts";
import { kpi, type Query } from "./queries.ts";
import { type SourceName, sourceRef, sourceVariable } from "./sources.ts";

/** A board before its panels have their places. */
export interface Board {
  /** Never changes: links and bookmarks go by it. */
  readonly uid: string;
  readonly title: string;
  /** The question that it answers. */
  readonly description: string;
  readonly from: string;
  readonly sources: readonly SourceName[];
  readonly variables?: readonly Builder<dashboard.VariableModel>[];
  readonly annotations?: readonly Builder<dashboard.AnnotationQuery>[];
  /** New rows and panels are added at the end: ids are counted, and rules of alerts go by them. */
  readonly rows: readonly Row[];
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Sized[];
}

const GRID_COLUMNS = 24;
const TAG = "gonka-kpi";

/** A board as Grafana's classic JSON model, which all versions from 11.6 on load from files. */
export function build({
  uid,
  title,
  description,
  from,
  sources,
  variables = [],
  annotations = [],
  rows,
}: Board): dashboard.Dashboard {
  const board = new dashboard.DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .timezone("utc")
    .readonly()
    .refresh("1m")
    .time({ from, to: "now" })
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .variables([...sources.map(sourceVariable), ...variables])
    .annotations([...annotations])
    .links([plainly(others())]);
  return { ...board.build(), id: null, panels: placed(rows) };
}

function placed(rows: readonly Row[]): (dashboard.Panel | dashboard.RowPanel)[] {
  const panels: (dashboard.Panel | dashboard.RowPanel)[] = [];
  let y = 0;
  rows.forEach((row, index) => {
    const id = (index + 1) * 100;
    panels.push(new dashboard.RowBuilder(row.title).id(id).gridPos({ x: 0, y, w: GRID_COLUMNS, h: 1 }).build());
    y += 1;
    let [x, height] = [0, 0];
    row.panels.forEach((panel, place) => {
      if (x + panel.width > GRID_COLUMNS) [x, y, height] = [0, y + height, 0];
      panels.push(panel.build(id + place + 1, { x, y, w: panel.width, h: panel.height }));
      x += panel.width;
      height = Math.max(height, panel.height);
    });
    y += height;
  });
  return panels;
}

/** The way to the other boards. */
const others = () =>
  new dashboard.DashboardLinkBuilder("Gonka KPI")
    .type(dashboard.DashboardLinkType.Dashboards)
    .tags([TAG])
    .asDropdown(true)
    .keepTime(true)
    .icon("external link")
    .tooltip("");

/** Marks in all charts of a board. */
export const marks = (name: string, color: string, query: Query, enable = true) =>
  plainly(
    new dashboard.AnnotationQueryBuilder()
      .name(name)
      .datasource(sourceRef(query.source))
      .enable(enable)
      .iconColor(color)
      .target({ build: () => query.build("Anno") }),
  );

/** Where another method or estimator takes over. */
export const breakMarks = (indicator: string) => marks("Breaks", "orange", kpi({ kind: "events", events: "breaks", indicator }));

export const pocMarks = () => marks("PoC windows", "purple", kpi({ kind: "events", events: "poc" }), false);
