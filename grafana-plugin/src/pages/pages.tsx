import React, { type ComponentType, lazy, Suspense } from "react";
import { matchPath, Route, Routes } from "react-router-dom";
import { PageFrame } from "../components/page-frame.tsx";
import { PageLink } from "../components/page-link.tsx";
import { Placeholder } from "../components/placeholder.tsx";
import { PAGES, ROUTES } from "./routes.ts";

const WRITTEN = ROUTES.flatMap(([, { path, load }]) => (load === null ? [] : [{ path, load }]));

/** The pages by their paths. */
const loaded = new Map<string, ComponentType>(WRITTEN.map(({ path, load }) => [path, lazy(load)]));

/**
 * Loads the page of an address before anything is drawn: React holds back for 0.3 s what it has once drawn a placeholder for, however soon it
 * is there. That a page can't be loaded is told where it is drawn.
 */
export async function loadAhead(address: string): Promise<void> {
  const page = WRITTEN.find(({ path }) => matchPath(path, address) !== null);
  const module = await page?.load().catch(() => null);
  if (page && module) loaded.set(page.path, module.default);
}

/** All pages, each loaded when it is first opened. The shells mount this below their base. */
export function Pages() {
  return (
    <Suspense fallback={<Placeholder height={600} what="page" />}>
      <Routes>
        {[...loaded].map(([path, Page]) => (
          <Route key={path} path={path} element={<Page />} />
        ))}
        <Route path="*" element={<NoSuchPage />} />
      </Routes>
    </Suspense>
  );
}

function NoSuchPage() {
  return (
    <PageFrame title="There is no such page" question="" crumbs={[]}>
      <p>
        The address names none of the pages.{" "}
        <PageLink page="roadmap" params={{}}>
          {PAGES.roadmap.nav}
        </PageLink>{" "}
        is where all of them begin.
      </p>
    </PageFrame>
  );
}
