import { createTheme, ThemeContext } from "@grafana/data";
import { GlobalStyles, PortalContainer } from "@grafana/ui";
import React, { type ComponentType, type ReactNode } from "react";
import * as reactDom from "react-dom";
import { BrowserRouter, Route, Routes, useParams } from "react-router-dom";
import { BoardPage } from "./board.tsx";
import { dataSource, framesOf, kpiPanel, Loaded } from "./loading.tsx";
import { serve } from "./services.ts";
import { loadPlugin, share } from "./shared.ts";

/**
 * Loads the built plugin as Grafana does, through SystemJS on Grafana's published packages, and mounts its pages at `/a/gonka-kpi-app`, the
 * panel with the data source's frames at `/panel/{indicator}`, and the boards at `/board/{uid}`. It answers "does it load and draw": it is
 * no Grafana.
 */
share();
serve(dataSource);

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

function PanelPage() {
  const { indicator = "" } = useParams();
  const load = async () => kpiPanel(await framesOf([{ refId: "A", kind: "indicator", indicator }]), 400, 300);
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
        <Route path="/board/:uid" element={<BoardPage />} />
      </Routes>
    </BrowserRouter>
    <PortalContainer />
  </ThemeContext.Provider>
);

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
if ("render" in reactDom) (reactDom as { render(shown: ReactNode, into: Element): void }).render(shell, root);
else void import("react-dom/client").then(({ createRoot }) => createRoot(root).render(shell));
