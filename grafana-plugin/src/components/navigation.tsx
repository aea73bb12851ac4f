import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { NavLink } from "react-router-dom";
import { ROUTES } from "../pages/routes.ts";

const WRITTEN = ROUTES.filter(([, { nav, load }]) => nav !== null && load !== null);

/** The portal's navigation; in Grafana the same pages stand in Grafana's own. Nothing leads to pages that are not written. */
export function Navigation() {
  const styles = useStyles2(getStyles);
  if (WRITTEN.length === 0) return null;
  return (
    <nav aria-label="Pages" className={styles.bar}>
      {WRITTEN.map(([name, { path, nav }]) => (
        <NavLink key={name} to={path} end className={styles.link}>
          {nav}
        </NavLink>
      ))}
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: "flex",
    flexWrap: "wrap",
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1, 2),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    background: theme.colors.background.primary,
  }),
  link: css({
    color: theme.colors.text.secondary,
    "&.active": { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium },
    "&:hover": { color: theme.colors.text.primary },
    "&:focus-visible": { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 2 },
  }),
});
