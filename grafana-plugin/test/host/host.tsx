import { createTheme, type DataSourceApi, type DataSourcePlugin, dateTime, LoadingState, ThemeContext } from "@grafana/data";
import { GlobalStyles, PortalContainer } from "@grafana/ui";
import React, { type ComponentType, type ReactNode, useEffect, useState } from "react";
import * as reactDom from "react-dom";
import { BrowserRouter, Route, Routes, useParams } from "react-router-dom";
import { SETTINGS, serve } from "./services.ts";
import { loadPlugin, share } from "./shared.ts";

/**
 * Loads the built plugin as Grafana does, through SystemJS on Grafana's published packages, and mounts its pages at `/a/gonka-kpi-app`, and
 * the panel with the data source's frames at `/panel/{indicator}`. It answers "does it load and draw": it is no Grafana.
 */
share();
let instance: DataSourceApi | null = null;
serve(() => instance);

async function loadDataSource(): Promise<DataSourceApi> {
  const { DataSourceClass } = (await loadPlugin("datasource/module.js")) as DataSourcePlugin<DataSourceApi>;
  instance ??= new DataSourceClass(SETTINGS as never);
  return instance;
}

async function loadApp(): Promise<ReactNode> {
  const { root: Root } = (await loadPlugin("module.js")) as { root: ComponentType<object> };
  const given = {
    basename: "/a/gonka-kpi-app",
    meta: { id: "gonka-kpi-app" },
    path: "",
    query: {},
    onNavChanged: () => undefined,
  };
  return <Root {...given} />;
}

const RANGE = () => {
  const raw = { from: "now-1y", to: "now" };
  return { from: dateTime().subtract(1, "year"), to: dateTime(), raw };
};

async function loadPanel(indicator: string): Promise<ReactNode> {
  const source = await loadDataSource();
  const { panel: Panel } = (await loadPlugin("panel/module.js")) as { panel: ComponentType<object> };
  const range = RANGE();
  const request = {
    targets: [{ refId: "A", kind: "indicator", indicator }],
    range,
    scopedVars: {},
    requestId: "1",
    intervalMs: 60_000,
  };
  const { data, errors } = (await source.query(request as never)) as { data: object[]; errors?: { message: string }[] };
  const told = { state: LoadingState.Done, series: data, timeRange: range };
  const given = { data: told, width: 400, height: 300, options: {}, timeRange: range, timeZone: "utc", id: 1 };
  return (
    <>
      <Panel {...given} />
      {errors?.map(({ message }) => (
        <p key={message}>{message}</p>
      ))}
    </>
  );
}

function Loaded({ load }: { readonly load: () => Promise<ReactNode> }) {
  const [shown, setShown] = useState<ReactNode>(null);
  // The address names what is loaded: another one mounts anew.
  useEffect(() => void load().then(setShown, (error: unknown) => setShown(<p>failed: {String(error)}</p>)), [load]);
  return <>{shown}</>;
}

function PanelPage() {
  const { indicator = "" } = useParams();
  const [load] = useState(() => () => loadPanel(indicator));
  return <Loaded load={load} />;
}

const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
const shell = (
  <ThemeContext.Provider value={createTheme({ colors: { mode: dark ? "dark" : "light" } })}>
    <GlobalStyles />
    <BrowserRouter>
      <Routes>
        <Route path="/a/gonka-kpi-app/*" element={<Loaded load={loadApp} />} />
        <Route path="/panel/:indicator" element={<PanelPage />} />
      </Routes>
    </BrowserRouter>
    <PortalContainer />
  </ThemeContext.Provider>
);

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
if ("render" in reactDom) (reactDom as { render(shown: ReactNode, into: Element): void }).render(shell, root);
else void import("react-dom/client").then(({ createRoot }) => createRoot(root).render(shell));
