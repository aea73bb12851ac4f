import { DataSourcePlugin } from "@grafana/data";
import { ConfigEditor } from "./config-editor.tsx";
import { KpiDataSource } from "./datasource.ts";
import type { KpiQuery } from "./query.ts";
import { QueryEditor } from "./query-editor.tsx";

export const plugin = new DataSourcePlugin<KpiDataSource, KpiQuery>(KpiDataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
