import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { type ReactNode, useId } from "react";

export interface SectionProps {
  readonly title: string;
  /** What it comes to, beside the title. */
  readonly beside: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own, holding cards. */
export function Section({ title, beside, children }: SectionProps) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.section}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        <span className={styles.beside}>{beside}</span>
      </div>
      {children}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(3) }),
  head: css({
    display: "flex",
    flexWrap: "wrap",
    alignItems: "baseline",
    gap: theme.spacing(0, 1.5),
    marginBottom: theme.spacing(1),
  }),
  title: css({ fontSize: theme.typography.h4.fontSize, margin: 0 }),
  beside: css({ color: theme.colors.text.secondary }),
});
