import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { type ReactNode } from "react";
import { IndicatorLink } from "./page-link.tsx";

export interface TableColumn {
  readonly name: string;
  readonly align?: "right";
  /** The indicator that the column's numbers belong to: its name leads there. */
  readonly indicator?: string;
}

export interface TableRow {
  readonly key: string;
  /** One for each column. */
  readonly cells: readonly ReactNode[];
}

export interface ScrollTableProps {
  /** What the table lists, for those who hear it. */
  readonly label: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** Said where there is no row. */
  readonly none: string;
}

/** So wide at least on average, in pixels: on a phone it scrolls sideways rather than breaking each word. */
const COLUMN_WIDTH = 104;

/** A table that scrolls inside itself, in both directions, with its heading in sight. */
export function ScrollTable({ label, columns, rows, none }: ScrollTableProps) {
  const styles = useStyles2(tableStyles);
  if (rows.length === 0) return <p className={styles.none}>{none}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that
    <section className={styles.box} aria-label={`${label}, table`} tabIndex={0}>
      <table className={styles.table} style={{ minWidth: columns.length * COLUMN_WIDTH }}>
        <thead>
          <tr>
            {columns.map(({ name, align, indicator }) => (
              <th key={name} scope="col" className={align === "right" ? styles.right : undefined}>
                {indicator === undefined ? name : <IndicatorLink id={indicator}>{name}</IndicatorLink>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {columns.map(({ name, align }, index) => (
                <td key={name} className={align === "right" ? styles.right : undefined}>
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export const tableStyles = (theme: GrafanaTheme2) => ({
  box: css({
    overflow: "auto",
    maxHeight: 480,
    position: "relative",
    marginBottom: theme.spacing(1),
    "&:focus-visible": { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 2 },
  }),
  table: css({
    width: "100%",
    borderCollapse: "separate",
    borderSpacing: 0,
    "th, td": {
      padding: theme.spacing(0.75, 2, 0.75, 0),
      textAlign: "left",
      verticalAlign: "top",
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    "th:last-child, td:last-child": { paddingRight: 0 },
    th: {
      position: "sticky",
      top: 0,
      zIndex: 1,
      background: theme.colors.background.primary,
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightRegular,
    },
  }),
  right: css({ textAlign: "right !important" as "right", whiteSpace: "nowrap" }),
  none: css({ color: theme.colors.text.secondary, margin: 0 }),
});
