import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { Model } from "../../client/types.ts";
import { type Look, Mark, toneColors } from "../../components/mark.tsx";
import { percent } from "../../format/number.ts";

const QUORUM = 2 / 3;
/** So near to it that one large host can decide. */
const NEAR = 0.1;

export function marginLook(margin: number): Look {
  const points = percent(Math.abs(margin)).replace(" %", " points");
  if (margin <= 0) return { glyph: "✕", word: `${points} below`, tone: "bad" };
  return margin < NEAR
    ? { glyph: "◔", word: `${points} above`, tone: "warn" }
    : { glyph: "●", word: `${points} above`, tone: "good" };
}

/** Voting power on the model's PoC against the two thirds that it takes. */
export function MarginWords({ margin }: { readonly margin: Model["vote_margin"] }) {
  const styles = useStyles2(getStyles);
  if (margin === null) return <span>– no agreed PoC snapshot</span>;
  const power = Math.min(1, Math.max(0, QUORUM + margin.margin));
  const look = marginLook(margin.margin);
  return (
    <div className={styles.cell}>
      <Mark {...look} /> <span className={styles.epoch}>PoC of epoch {margin.epoch}</span>
      <div className={styles.rail} aria-hidden>
        <div
          className={styles[look.tone === "bad" ? "bad" : look.tone === "warn" ? "warn" : "good"]}
          style={{ width: `${power * 100}%` }}
        />
        <div className={styles.quorum} style={{ left: `${QUORUM * 100}%` }} />
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const colors = toneColors(theme);
  const fill = (color: string) => css({ height: "100%", background: color });
  return {
    cell: css({ minWidth: 200 }),
    epoch: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
    rail: css({ position: "relative", height: 6, marginTop: 3, background: theme.colors.background.secondary }),
    good: fill(colors.good),
    warn: fill(colors.warn),
    bad: fill(colors.bad),
    quorum: css({ position: "absolute", top: -2, bottom: -2, width: 2, background: theme.colors.text.primary }),
  };
};
