import type * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";

/** The kinds of data source that a board may read, each by a variable of this name: no board knows a data source's uid. */
export const SOURCES = {
  kpi: { type: "gonka-kpi-datasource", label: "Gonka KPI" },
  prometheus: { type: "prometheus", label: "Prometheus" },
  clickhouse: { type: "grafana-clickhouse-datasource", label: "ClickHouse" },
} as const;

export type SourceName = keyof typeof SOURCES;

export const sourceRef = (name: SourceName): common.DataSourceRef => ({ type: SOURCES[name].type, uid: `\${${name}}` });

/** Lets people choose among their data sources of the kind. */
export const sourceVariable = (name: SourceName) =>
  new dashboard.DatasourceVariableBuilder(name).label(SOURCES[name].label).type(SOURCES[name].type);

/** Lists what the data source gives to a query of its own; taken anew when a board is opened. */
export const queryVariable = (name: string, label: string, source: SourceName, query: string | Record<string, string>) =>
  new dashboard.QueryVariableBuilder(name)
    .label(label)
    .datasource(sourceRef(source))
    .query(query)
    .refresh(dashboard.VariableRefresh.OnDashboardLoad);

/** The chain: its name stands above every board, so that a simulated one is told from the real. */
export const chainVariable = () =>
  queryVariable("chain", "Chain", "prometheus", { query: "label_values(gonka_ready, chain_id)", refId: "chain" });
