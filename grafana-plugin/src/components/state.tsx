import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { State } from "../client/types.ts";

type Tone = "good" | "info" | "warn" | "bad" | "odd" | "muted";

interface Look {
  readonly glyph: string;
  readonly word: string;
  readonly tone: Tone;
}

/** How each state of a value looks, everywhere: a glyph and a word, never colour alone. */
export const STATE_LOOKS: Readonly<Record<State, Look>> = {
  ok: { glyph: "●", word: "measured", tone: "good" },
  provisional: { glyph: "○", word: "provisional", tone: "info" },
  not_enough_data: { glyph: "◔", word: "not enough data", tone: "warn" },
  disputed: { glyph: "≠", word: "disputed", tone: "warn" },
  source_lost: { glyph: "✕", word: "source lost", tone: "bad" },
  no_data: { glyph: "∅", word: "no data", tone: "muted" },
  needs_entry: { glyph: "✎", word: "needs entry", tone: "odd" },
  not_measurable_yet: { glyph: "◇", word: "not measurable yet", tone: "muted" },
};

/** Whether a value in this state is a number: in all others it is null. */
export const hasNumber = (state: State): boolean => state === "ok" || state === "provisional";

/** A state as glyph and word. */
export function StateMark({ state, estimate = false }: { readonly state: State; readonly estimate?: boolean }) {
  const styles = useStyles2(toneStyles);
  const { glyph, word, tone } = STATE_LOOKS[state];
  return (
    <span className={styles[tone]} data-state={state}>
      <span aria-hidden>{glyph}</span> {word}
      {estimate ? " · estimate" : null}
    </span>
  );
}

const toneStyles = (theme: GrafanaTheme2): Record<Tone, string> => ({
  good: css({ color: theme.colors.success.text }),
  info: css({ color: theme.colors.info.text }),
  warn: css({ color: theme.colors.warning.text }),
  bad: css({ color: theme.colors.error.text }),
  odd: css({ color: theme.isDark ? "#b7a5f0" : "#6b46c1" }),
  muted: css({ color: theme.colors.text.secondary }),
});
