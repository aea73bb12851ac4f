import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { type Look, type Tone, toneColors } from "./mark.tsx";

export interface Cell {
  readonly key: string;
  readonly look: Look;
  /** On hover. */
  readonly title: string;
}

export interface CellMapProps {
  /** What the cells are and how many there are of each look, for those who hear it. */
  readonly label: string;
  readonly cells: readonly Cell[];
}

/** A small cell for each of many: what is good is filled, all else stands out by its glyph. */
export function CellMap({ label, cells }: CellMapProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.map} role="img" aria-label={label}>
      {cells.map(({ key, look: { glyph, tone }, title }) => (
        <span key={key} className={styles[tone]} title={title}>
          {tone === "good" ? "" : glyph}
        </span>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2): Record<Tone | "map", string> => {
  const colors = toneColors(theme);
  const cell = (tone: Tone) =>
    css({
      width: 14,
      height: 14,
      borderRadius: 2,
      border: `1px solid ${colors[tone]}`,
      color: colors[tone],
      background: tone === "good" ? colors[tone] : "transparent",
      fontSize: 9,
      lineHeight: "12px",
      textAlign: "center",
      fontWeight: 700,
    });
  return {
    map: css({ display: "flex", flexWrap: "wrap", gap: 3, margin: theme.spacing(1, 0), maxHeight: 240, overflow: "hidden" }),
    good: cell("good"),
    info: cell("info"),
    warn: cell("warn"),
    bad: cell("bad"),
    odd: cell("odd"),
    muted: cell("muted"),
  };
};
