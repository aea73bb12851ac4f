import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { type ReactNode, useId } from "react";

/** A box with a heading, of which the pages are made. */
export function Card({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Cards side by side where there is room, below each other on a phone. */
export function Columns({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles2(getStyles).columns}>{children}</div>;
}

/** Cards below each other, each as wide as the page. */
export function Rows({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles2(getStyles).rows}>{children}</div>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(2),
    minWidth: 0,
    "& > :last-child": { marginBottom: 0 },
  }),
  title: css({ fontSize: theme.typography.h5.fontSize, margin: theme.spacing(0, 0, 1) }),
  rows: css({ display: "grid", gap: theme.spacing(1.5), gridTemplateColumns: "minmax(0, 1fr)", marginTop: theme.spacing(1.5) }),
  columns: css({
    display: "grid",
    gap: theme.spacing(1.5),
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 420px), 1fr))",
    alignItems: "start",
    marginTop: theme.spacing(1.5),
  }),
});
