import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as statetimeline from "@grafana/grafana-foundation-sdk/statetimeline";
import * as table from "@grafana/grafana-foundation-sdk/table";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import { type About, linkTo } from "./links.ts";
import type { Query } from "./queries.ts";
import { sourceRef } from "./sources.ts";

/** What every panel says of itself. */
export interface PanelSpec {
  readonly title: string;
  /** What the number is and what it is not, for somebody who sees it for the first time. */
  readonly description: string;
  /** As Grafana names it: percentunit, s, bytes, suffix:hosts, none. */
  readonly unit: string;
  readonly about: About;
  readonly queries: readonly [Query, ...Query[]];
}

/** A panel without its place in a board. */
export interface Sized {
  readonly width: number;
  readonly height: number;
  readonly build: (id: number, place: dashboard.GridPos) => dashboard.Panel;
}

/** What a builder of any kind of panel can do. */
interface PanelBuilder<Self> extends Builder<dashboard.Panel> {
  id(id: number): Self;
  title(title: string): Self;
  description(description: string): Self;
  unit(unit: string): Self;
  noValue(words: string): Self;
  datasource(source: common.DataSourceRef): Self;
  targets(targets: Builder<import("@grafana/grafana-foundation-sdk/cog").Dataquery>[]): Self;
  links(links: Builder<dashboard.DashboardLink>[]): Self;
  gridPos(place: dashboard.GridPos): Self;
}

export interface Size {
  readonly width?: number;
  readonly height?: number;
}

function sized<Panel extends PanelBuilder<Panel>>(
  { title, description, unit, about, queries }: PanelSpec,
  { width, height }: Required<Size>,
  start: () => Panel,
): Sized {
  const [first] = queries;
  const build = (id: number, place: dashboard.GridPos) =>
    start()
      .id(id)
      .gridPos(place)
      .title(title)
      .description(description)
      .unit(unit)
      .noValue("–")
      .datasource(sourceRef(first.source))
      .targets(queries.map((query, index) => ({ build: () => query.build(String.fromCharCode(65 + index)) })))
      .links([linkTo(about)])
      .build();
  return { width, height, build };
}

/** What holds now as one number, or one for each series with its name. */
export function now(
  spec: PanelSpec & Size & { readonly words?: Readonly<Record<string, string>>; readonly decimals?: number },
): Sized {
  return sized(spec, { width: spec.width ?? 4, height: spec.height ?? 4 }, () => {
    const panel = new stat.PanelBuilder()
      .graphMode(common.BigValueGraphMode.None)
      .colorMode(common.BigValueColorMode.None)
      .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false));
    if (spec.words) panel.mappings([valueWords(spec.words)]);
    if (spec.decimals !== undefined) panel.decimals(spec.decimals);
    return panel;
  });
}

const valueWords = (words: Readonly<Record<string, string>>): dashboard.ValueMap => ({
  type: dashboard.MappingType.ValueToText,
  options: Object.fromEntries(Object.entries(words).map(([value, text]) => [value, { text }])),
});

export interface LineOptions extends Size {
  /** Other words than the indicator's name. */
  readonly title?: string;
  /** On a logarithmic scale, for what has to grow by orders of magnitude. */
  readonly logarithmic?: boolean;
  /** Of an amount the axis keeps its zero. */
  readonly fromZero?: boolean;
  /** Only these fields of the frames are drawn. */
  readonly fields?: readonly string[];
}

/** Lines over time. Nothing is drawn across a gap. */
export function lines(spec: PanelSpec & LineOptions): Sized {
  return sized(spec, { width: spec.width ?? 12, height: spec.height ?? 8 }, () => {
    const panel = new timeseries.PanelBuilder()
      .spanNulls(false)
      .lineWidth(2)
      .showPoints(common.VisibilityMode.Auto)
      .legend(new common.VizLegendOptionsBuilder().showLegend(true).placement(common.LegendPlacement.Bottom).calcs([]))
      .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi));
    if (spec.logarithmic)
      panel.scaleDistribution(new common.ScaleDistributionConfigBuilder().type(common.ScaleDistribution.Log).log(10));
    if (spec.fromZero) panel.axisSoftMin(0);
    if (spec.fields) panel.withTransformation(only(spec.fields));
    return panel;
  });
}

/** Columns by their names, in the order in which they stand in the frame. */
const only = (names: readonly string[]): dashboard.DataTransformerConfig => ({
  id: "filterFieldsByName",
  options: { include: { names: [...names] } },
});

export interface TableOptions extends Size {
  readonly fields?: readonly string[];
  /** A series a row: labels become columns. */
  readonly widths?: Readonly<Record<string, number>>;
}

/** Rows. A cell of which nothing is known shows "–". */
export function rows(spec: PanelSpec & TableOptions): Sized {
  return sized(spec, { width: spec.width ?? 24, height: spec.height ?? 9 }, () => {
    const panel = new table.PanelBuilder().showHeader(true).filterable(true).cellHeight(common.TableCellHeight.Sm);
    if (spec.fields) panel.withTransformation(only(spec.fields));
    for (const [name, width] of Object.entries(spec.widths ?? {}))
      panel.overrideByName(name, [{ id: "custom.width", value: width }]);
    return panel;
  });
}

/** States over time, one row a series. */
export function timeline(spec: PanelSpec & Size & { readonly words: Readonly<Record<string, string>> }): Sized {
  return sized(spec, { width: spec.width ?? 24, height: spec.height ?? 6 }, () =>
    new statetimeline.PanelBuilder()
      .mergeValues(true)
      .showValue(common.VisibilityMode.Auto)
      .spanNulls(false)
      .mappings([valueWords(spec.words)])
      .legend(new common.VizLegendOptionsBuilder().showLegend(false).placement(common.LegendPlacement.Bottom).calcs([])),
  );
}

/** The app plugin's tile: the newest value with state, coverage and the roadmap's target, or why there is none. */
export function tile(spec: PanelSpec & Size): Sized {
  return sized(spec, { width: spec.width ?? 4, height: spec.height ?? 6 }, () => new TileBuilder());
}

class TileBuilder extends stat.PanelBuilder {
  override build(): dashboard.Panel {
    return { ...super.build(), type: "gonka-kpi-panel", options: {} };
  }
}
