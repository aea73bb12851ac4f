import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { type ReactNode } from "react";
import { IndicatorLink } from "./page-link.tsx";

export interface TileProps {
  readonly title: string;
  /** The indicator that the number belongs to, where the title leads; null where no indicator measures it. */
  readonly indicator: string | null;
  readonly children: ReactNode;
}

/** A number among others: its name, which leads to its indicator, and what there is to say of it. */
export function Tile({ title, indicator, children }: TileProps) {
  const styles = useStyles2(getStyles);
  return (
    <article className={styles.tile} aria-label={title}>
      <div className={styles.title}>{indicator === null ? title : <IndicatorLink id={indicator}>{title}</IndicatorLink>}</div>
      {children}
    </article>
  );
}

/** Tiles side by side, as many as there is room for. */
export function Tiles({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles2(getStyles).tiles}>{children}</div>;
}

/** What a tile says below its number: what it is compared with, how old it is. */
export function TileLine({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles2(getStyles).line}>{children}</div>;
}

/** The number of a tile that is no value of an indicator; null is "–", never 0. */
export function TileNumber({ number, unit }: { readonly number: ReactNode; readonly unit: string }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.number} data-value={number === null ? "none" : "some"}>
      {number ?? "–"}
      {unit === "" ? null : <span className={styles.unit}> {unit}</span>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tiles: css({
    display: "grid",
    gap: theme.spacing(1.5),
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 260px), 1fr))",
    marginTop: theme.spacing(1.5),
  }),
  tile: css({
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(1.5, 2),
    minWidth: 0,
    overflowWrap: "anywhere",
  }),
  title: css({ fontSize: theme.typography.body.fontSize, fontWeight: theme.typography.fontWeightRegular, margin: 0 }),
  number: css({ fontSize: theme.typography.h2.fontSize, fontWeight: theme.typography.fontWeightMedium, lineHeight: 1.3 }),
  unit: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.body.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
  }),
  line: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
