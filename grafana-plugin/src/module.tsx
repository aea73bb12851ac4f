import { AppPlugin, type AppRootProps } from "@grafana/data";
import React, { lazy, Suspense } from "react";

const App = lazy(() => import("./app.tsx"));

const Root = (_: AppRootProps) => (
  <Suspense fallback={null}>
    <App />
  </Suspense>
);

export const plugin = new AppPlugin().setRootPage(Root);
