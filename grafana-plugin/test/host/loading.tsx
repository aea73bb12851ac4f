import type { DataFrame, DataQueryResponse, DataSourceApi, DataSourcePlugin, PanelData } from "@grafana/data";
import { LoadingState } from "@grafana/data";
import React, { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { range } from "./address.ts";
import { SETTINGS } from "./services.ts";
import { loadPlugin } from "./shared.ts";

let instance: DataSourceApi | null = null;

/** The one instance of the data source; null until something asks for it. */
export const dataSource = (): DataSourceApi | null => instance;

/** Frames of the built data source for a panel's targets. @throws where it says that one of them failed */
export async function framesOf(targets: readonly object[]): Promise<DataFrame[]> {
  const { DataSourceClass } = (await loadPlugin("datasource/module.js")) as DataSourcePlugin<DataSourceApi>;
  instance ??= new DataSourceClass(SETTINGS as never);
  const request = { targets, range: range(), scopedVars: {}, requestId: "1", intervalMs: 60_000 };
  const { data, errors } = (await instance.query(request as never)) as DataQueryResponse;
  if (errors !== undefined && errors.length > 0) throw new Error(errors.map(({ message }) => message).join("; "));
  return data as DataFrame[];
}

/** The built panel with these frames, so large in pixels. */
export async function kpiPanel(series: readonly DataFrame[], width: number, height: number): Promise<ReactNode> {
  const { panel: Panel } = (await loadPlugin("panel/module.js")) as { panel: ComponentType<object> };
  const timeRange = range();
  const data: PanelData = { state: LoadingState.Done, series: [...series], timeRange };
  return <Panel {...{ data, width, height, options: {}, timeRange, timeZone: "utc", id: 1 }} />;
}

/** What is loaded, once it is there, or why it failed. */
export function Loaded({ load }: { readonly load: () => Promise<ReactNode> }) {
  const [shown, setShown] = useState<ReactNode>(<p role="status">loading</p>);
  // What is loaded never changes: another address or panel mounts anew.
  const [first] = useState(() => load);
  useEffect(
    () => void first().then(setShown, (error: unknown) => setShown(<p role="alert">failed: {String(error)}</p>)),
    [first],
  );
  return <>{shown}</>;
}
