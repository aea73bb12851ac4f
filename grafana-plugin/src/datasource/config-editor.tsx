import type { DataSourcePluginOptionsEditorProps } from "@grafana/data";
import { DataSourceHttpSettings } from "@grafana/ui";
import React from "react";

/** Where the service is. Grafana's own fields: address, authentication and headers are what any HTTP data source has. */
export function ConfigEditor({ options, onOptionsChange }: DataSourcePluginOptionsEditorProps) {
  return <DataSourceHttpSettings defaultUrl="http://localhost:9464" dataSourceConfig={options} onChange={onOptionsChange} />;
}
