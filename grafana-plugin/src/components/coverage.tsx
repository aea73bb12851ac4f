import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { percentOfAll } from "../format/number.ts";

export interface CoverageProps {
  /** The share of reality that the value saw, 0 to 1; null where the whole is unknown. */
  readonly coverage: number | null;
}

/** What share of reality a value saw, in words and as a bar. */
export function Coverage({ coverage }: CoverageProps) {
  const styles = useStyles2(getStyles);
  if (coverage === null) return <div className={styles.words}>coverage unknown</div>;
  return (
    <div className={styles.words}>
      {coverageWords(coverage)}
      <div className={styles.rail} aria-hidden>
        <div className={styles.seen} style={{ width: `${Math.min(1, Math.max(0, coverage)) * 100}%` }} />
      </div>
    </div>
  );
}

/** `saw 91 %`: never rounded up to all of it. */
export function coverageWords(coverage: number): string {
  return `saw ${percentOfAll(coverage)}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  words: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  rail: css({ height: 3, marginTop: 3, maxWidth: 240, background: theme.colors.background.secondary, borderRadius: 2 }),
  seen: css({ height: "100%", background: theme.colors.primary.main, borderRadius: 2 }),
});
