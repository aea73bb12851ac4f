import type { ComponentType } from "react";

/** A page of the app, under one path in both shells. */
export interface PageRoute {
  /** Below the shell's base, as react-router writes it. */
  readonly path: string;
  /** Its name in the navigation; null for pages that one comes to from others. */
  readonly nav: string | null;
  /** Loads the page when it is first opened. null: not written yet, so nothing leads there. */
  readonly load: (() => Promise<{ readonly default: ComponentType }>) | null;
}

/** Every page there is and will be. The one place that knows their paths. */
export const PAGES = {
  roadmap: { path: "/", nav: "Roadmap", load: () => import("./roadmap/page.tsx") },
  now: { path: "/now", nav: "Network now", load: () => import("./now/page.tsx") },
  hosts: { path: "/hosts", nav: "Hosts", load: () => import("./hosts/page.tsx") },
  models: { path: "/models", nav: "Models and usage", load: () => import("./models/page.tsx") },
  quality: { path: "/quality", nav: "Data quality", load: () => import("./quality/page.tsx") },
  metric: { path: "/metrics/:id", nav: null, load: () => import("./metric/page.tsx") },
  project: { path: "/projects/:id", nav: null, load: () => import("./project/page.tsx") },
  indicator: { path: "/indicators/:id", nav: null, load: () => import("./indicator/page.tsx") },
  host: { path: "/hosts/:address", nav: null, load: () => import("./host/page.tsx") },
} as const satisfies Readonly<Record<string, PageRoute>>;

export type PageName = keyof typeof PAGES;

/** The same as `PageRoute`s, for those who don't ask for one by its name. */
export const ROUTES: readonly (readonly [string, PageRoute])[] = Object.entries(PAGES);

/** A page by its name. */
export const pageOf = (name: PageName): PageRoute => PAGES[name];
