import { createTheme, ThemeContext } from "@grafana/data";
import { GlobalStyles } from "@grafana/ui";
import React, { lazy, StrictMode, Suspense, useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Route, Routes } from "react-router-dom";
import { askAhead, ClientProvider } from "../src/client/context.tsx";
import { fetchClient } from "../src/client/fetch-client.ts";
import { Navigation } from "../src/components/navigation.tsx";
import { BaseProvider } from "../src/components/page-link.tsx";
import { Placeholder } from "../src/components/placeholder.tsx";
import { loadAhead, Pages } from "../src/pages/pages.tsx";
import { PAGES } from "../src/pages/routes.ts";

declare global {
  interface Window {
    __grafana_public_path__?: string;
  }
}
// Where Grafana's global styles find the fonts.
window.__grafana_public_path__ = "/portal/public/";

const client = fetchClient("");
const { pathname } = window.location;
/** What the home page's first tiles need: the service names the same in its answer, so that they come while the code does. */
const asked =
  pathname === PAGES.roadmap.path
    ? (["/roadmap", "/indicators", "/now"] as const).map((path) => askAhead(client, path, { params: {}, query: {} }))
    : [];
/** Drawing a page without its answers only to draw it again takes as long as waiting this for them, in milliseconds. */
const WAIT_FOR_ANSWERS = 200;
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

/** Not awaited at the top: the home page's code lies in one file with this one, and would wait for it. */
async function start(root: HTMLElement): Promise<void> {
  const wait = new Promise((resolve) => setTimeout(resolve, WAIT_FOR_ANSWERS));
  await Promise.all([loadAhead(pathname), Promise.race([Promise.all(asked), wait])]);
  createRoot(root).render(
    <StrictMode>
      <Portal />
    </StrictMode>,
  );
}

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");
void start(root);
