import React, { type ComponentType, lazy, Suspense } from "react";
import { Route, Routes } from "react-router-dom";
import { PageFrame } from "../components/page-frame.tsx";
import { PageLink } from "../components/page-link.tsx";
import { Placeholder } from "../components/placeholder.tsx";
import { PAGES, ROUTES } from "./routes.ts";

const WRITTEN: readonly { readonly path: string; readonly Page: ComponentType }[] = ROUTES.flatMap(([, { path, load }]) =>
  load === null ? [] : [{ path, Page: lazy(load) }],
);

/** All pages, each loaded when it is first opened. The shells mount this below their base. */
export function Pages() {
  return (
    <Suspense fallback={<Placeholder height={600} what="page" />}>
      <Routes>
        {WRITTEN.map(({ path, Page }) => (
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
