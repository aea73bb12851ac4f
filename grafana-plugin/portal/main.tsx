import { createTheme, ThemeContext } from "@grafana/data";
import { GlobalStyles, PortalContainer } from "@grafana/ui";
import React, { lazy, StrictMode, Suspense, useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Route, Routes } from "react-router-dom";
import { askAhead, ClientProvider } from "../src/client/context.tsx";
import { fetchClient } from "../src/client/fetch-client.ts";
import { Navigation } from "../src/components/navigation.tsx";
import { BaseProvider } from "../src/components/page-link.tsx";
import { Placeholder } from "../src/components/placeholder.tsx";
import { Pages } from "../src/pages/pages.tsx";
import { PAGES } from "../src/pages/routes.ts";

declare global {
  interface Window {
    __grafana_public_path__?: string;
  }
}
// Where Grafana's global styles find the fonts.
window.__grafana_public_path__ = "/portal/public/";

const client = fetchClient("");
// The home page's first tiles need these three; they come while its code does.
if (window.location.pathname === PAGES.roadmap.path)
  for (const path of ["/roadmap", "/indicators", "/now"] as const) askAhead(client, path, { params: {}, query: {} });
const Embed = lazy(() => import("./embed.tsx"));

/** The pages without Grafana: its theme in the colours that the reader prefers, and the service that this page came from. */
function Portal() {
  const dark = usePrefersDark();
  const theme = useMemo(() => createTheme({ colors: { mode: dark ? "dark" : "light" } }), [dark]);
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <BrowserRouter>
        <BaseProvider base="">
          <ClientProvider client={client}>
            <Suspense fallback={<Placeholder height={440} what="page" />}>
              <Routes>
                <Route path="/embed/:id" element={<Embed />} />
                <Route
                  path="*"
                  element={
                    <>
                      <Navigation />
                      <Pages />
                    </>
                  }
                />
              </Routes>
            </Suspense>
          </ClientProvider>
        </BaseProvider>
      </BrowserRouter>
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

function usePrefersDark(): boolean {
  const [query] = useState(() => window.matchMedia("(prefers-color-scheme: dark)"));
  const [dark, setDark] = useState(query.matches);
  useEffect(() => {
    const changed = () => setDark(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, [query]);
  return dark;
}

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <Portal />
  </StrictMode>,
);
