import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { createContext, type ReactNode, useContext } from "react";
import { generatePath, Link } from "react-router-dom";
import { type PageName, pageOf } from "../pages/routes.ts";

const BaseContext = createContext("");

/** Where the pages are mounted: "" in the portal, `/a/gonka-kpi-app` in Grafana. */
export function BaseProvider({ base, children }: { readonly base: string; readonly children: ReactNode }) {
  return <BaseContext.Provider value={base}>{children}</BaseContext.Provider>;
}

/** Path of a page from the origin; null while the page is not written. */
export function usePath(): (page: PageName, params: Readonly<Record<string, string>>) => string | null {
  const base = useContext(BaseContext);
  return (page, params) => {
    const { path, load } = pageOf(page);
    return load === null ? null : base + generatePath(path, params);
  };
}

export interface PageLinkProps {
  readonly page: PageName;
  /** For the names after a colon in the page's path. */
  readonly params: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}

/** A link to a page; mere text while the page is not written. */
export function PageLink({ page, params, children }: PageLinkProps) {
  const styles = useStyles2(getStyles);
  const to = usePath()(page, params);
  if (to === null) return <span>{children}</span>;
  return (
    <Link to={to} className={styles.link}>
      {children}
    </Link>
  );
}

/** A link to an indicator's page, where every number leads. */
export function IndicatorLink({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return (
    <PageLink page="indicator" params={{ id }}>
      {children}
    </PageLink>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({
    color: theme.colors.text.link,
    // Told from the text around it by more than its colour.
    textDecoration: `underline ${theme.colors.border.strong}`,
    textUnderlineOffset: 3,
    "&:hover": { textDecorationColor: "currentColor" },
    "&:focus-visible": { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 2 },
  }),
});
