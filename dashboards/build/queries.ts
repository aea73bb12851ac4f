import type { Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import { DataqueryBuilder, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { type SourceName, sourceRef } from "./sources.ts";

/** A query, and the kind of data source it is for. */
export interface Query {
  readonly source: SourceName;
  readonly build: (refId: string) => Dataquery;
}

/** What the nested data source of the app plugin is asked; its `query.ts` says what the fields mean. */
export interface KpiTarget {
  readonly kind: "indicator" | "host" | "model" | "roadmap" | "sources" | "events";
  readonly indicator?: string;
  readonly axis?: "epoch" | "day";
  readonly labels?: "network" | "all";
  readonly host?: string;
  readonly model?: string;
  readonly rows?: "indicators" | "horizons" | "projects";
  readonly metric?: string;
  readonly project?: string;
  readonly events?: "epochs" | "poc" | "breaks";
}

/** History and roadmap, from the service's API. */
export const kpi = (target: KpiTarget): Query => ({
  source: "kpi",
  build: (refId) =>
    ofAnySource({ refId, datasource: sourceRef("kpi"), indicator: "", axis: "epoch", labels: "network", ...target }),
});

/** An indicator's series by epoch, of the network. */
export const series = (indicator: string, more: Partial<KpiTarget> = {}): Query => kpi({ kind: "indicator", indicator, ...more });

/** What holds now: the newest sample. */
export const now = (expr: string, legend = ""): Query => ({
  source: "prometheus",
  build: (refId) =>
    new DataqueryBuilder().refId(refId).datasource(sourceRef("prometheus")).expr(expr).legendFormat(legend).instant().build(),
});

/** The same as a table: a row a series, a column a label. */
export const nowTable = (expr: string): Query => ({
  source: "prometheus",
  build: (refId) =>
    new DataqueryBuilder()
      .refId(refId)
      .datasource(sourceRef("prometheus"))
      .expr(expr)
      .format(PromQueryFormat.Table)
      .instant()
      .build(),
});

/** How something went over the time range, as far back as Prometheus remembers. */
export const lately = (expr: string, legend: string): Query => ({
  source: "prometheus",
  build: (refId) =>
    new DataqueryBuilder().refId(refId).datasource(sourceRef("prometheus")).expr(expr).legendFormat(legend).range().build(),
});

/** ClickHouse turns null into 0 unless it is told not to; a connection of Grafana's is not told. */
const NULLS_STAY = "SETTINGS aggregate_functions_null_for_empty = 1, join_use_nulls = 1";

/**
 * SQL over the facts, with the macros of Grafana's ClickHouse data source.
 * @param shape "series": its first column is the time
 */
export const sql = (shape: "series" | "table", text: string): Query => ({
  source: "clickhouse",
  build: (refId) =>
    ofAnySource({
      refId,
      datasource: sourceRef("clickhouse"),
      pluginVersion: "4.0.0",
      editorType: "sql",
      queryType: shape === "series" ? "timeseries" : "table",
      format: shape === "series" ? 0 : 1,
      rawSql: `${text.trim()}\n${NULLS_STAY}`,
    }),
});

/** The SDK knows Grafana's own data sources; of others a query is whatever they understand. */
function ofAnySource(query: object): Dataquery {
  return Object.assign(Object.create({ _implementsDataqueryVariant: () => {} }), query);
}
