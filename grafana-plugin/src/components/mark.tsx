import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";

export type Tone = "good" | "info" | "warn" | "bad" | "odd" | "muted";

/** How something stands: a glyph and a word, never colour alone. */
export interface Look {
  readonly glyph: string;
  readonly word: string;
  readonly tone: Tone;
}

/** A glyph and a word in their colour. */
export function Mark({ glyph, word, tone }: Look) {
  const styles = useStyles2(toneStyles);
  return (
    <span className={styles[tone]}>
      <span aria-hidden>{glyph}</span> {word}
    </span>
  );
}

/** The colours of the tones, for words; the same on every screen. */
export const toneColors = (theme: GrafanaTheme2): Record<Tone, string> => ({
  good: theme.colors.success.text,
  info: theme.colors.info.text,
  warn: theme.colors.warning.text,
  bad: theme.colors.error.text,
  odd: theme.isDark ? "#b7a5f0" : "#6b46c1",
  muted: theme.colors.text.secondary,
});

export const toneStyles = (theme: GrafanaTheme2): Record<Tone, string> => {
  const colors = toneColors(theme);
  return {
    good: css({ color: colors.good }),
    info: css({ color: colors.info }),
    warn: css({ color: colors.warn }),
    bad: css({ color: colors.bad }),
    odd: css({ color: colors.odd }),
    muted: css({ color: colors.muted }),
  };
};
