import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { type ReactNode } from "react";
import { type Look, Mark, toneColors } from "./mark.tsx";

export interface Finding {
  readonly key: string;
  /** What is so. */
  readonly what: ReactNode;
  /** What it means, or what to do. */
  readonly means: ReactNode;
}

export interface VerdictProps {
  /** The answer to the page's question, in a few words. */
  readonly look: Look;
  readonly findings: readonly Finding[];
}

/** The answer to the page's question before all else: a sentence, and what it rests on line by line. */
export function Verdict({ look, findings }: VerdictProps) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles[look.tone === "bad" ? "bad" : look.tone === "warn" ? "warn" : "calm"]} aria-label="In short">
      <strong>
        <Mark {...look} />
      </strong>
      {findings.length === 0 ? null : (
        <ul className={styles.list}>
          {findings.map(({ key, what, means }) => (
            <li key={key} className={styles.line}>
              <span>{what}</span>
              <span className={styles.means}>{means}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const colors = toneColors(theme);
  const box = (color: string) =>
    css({
      background: theme.colors.background.primary,
      border: `1px solid ${color}`,
      borderRadius: theme.shape.radius.default,
      padding: theme.spacing(1.5, 2),
      marginBottom: theme.spacing(1.5),
    });
  return {
    calm: box(theme.colors.border.weak),
    warn: box(colors.warn),
    bad: box(colors.bad),
    list: css({ listStyle: "none", margin: theme.spacing(1, 0, 0), padding: 0 }),
    line: css({
      display: "grid",
      gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 320px), 1fr))",
      gap: theme.spacing(0.25, 3),
      padding: theme.spacing(0.75, 0),
      borderTop: `1px solid ${theme.colors.border.weak}`,
      overflowWrap: "anywhere",
    }),
    means: css({ color: theme.colors.text.secondary }),
  };
};
