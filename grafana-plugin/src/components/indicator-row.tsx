import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { Sparkline } from "../charts/sparkline.tsx";
import type { Spark } from "../charts/sparkline-model.ts";
import type { Indicator } from "../client/types.ts";
import { IndicatorLink } from "./page-link.tsx";
import { Value } from "./value.tsx";

export interface IndicatorShown {
  readonly indicator: Indicator;
  readonly spark: Spark | null;
  /** Who or what is missing, where there is no number. */
  readonly missing: string;
}

const shownValue = ({ indicator, missing }: IndicatorShown) => ({
  value: indicator.newest?.value ?? null,
  unit: indicator.unit,
  state: indicator.state,
  estimate: indicator.estimate === true,
  missing,
});

/** An indicator in a list: name, number, trend. All of it leads to the indicator's page. */
function IndicatorRow(shown: IndicatorShown) {
  const styles = useStyles2(getStyles);
  const { indicator, spark } = shown;
  return (
    <div className={styles.row}>
      <div className={styles.name}>
        <IndicatorLink id={indicator.id}>{indicator.name}</IndicatorLink>
      </div>
      <div className={styles.number}>
        <Value {...shownValue(shown)} size="row" />
      </div>
      <div className={styles.trend}>{spark ? <Sparkline spark={spark} unit={indicator.unit} /> : null}</div>
    </div>
  );
}

export interface IndicatorRowsProps {
  readonly indicators: readonly Indicator[];
  readonly sparkOf: (id: string) => Spark | null;
  /** Who or what is missing, where there is no number. */
  readonly missing: (indicator: Indicator) => string;
}

/** A row for each. */
export function IndicatorRows({ indicators, sparkOf, missing }: IndicatorRowsProps) {
  return (
    <>
      {indicators.map((indicator) => (
        <IndicatorRow key={indicator.id} indicator={indicator} spark={sparkOf(indicator.id)} missing={missing(indicator)} />
      ))}
    </>
  );
}

/** An indicator as a tile of its own, under the roadmap's words for it where it has some. */
export function TrendTile({ words, ...shown }: IndicatorShown & { readonly words?: string }) {
  const styles = useStyles2(getStyles);
  const { indicator, spark } = shown;
  return (
    <div className={styles.tile}>
      <div>
        <IndicatorLink id={indicator.id}>{words ?? indicator.name}</IndicatorLink>
        {words === undefined ? null : <div className={styles.by}>{indicator.name}</div>}
      </div>
      <div className={styles.beside}>
        <Value {...shownValue(shown)} size="tile" />
        {spark ? <Sparkline spark={spark} unit={indicator.unit} /> : null}
      </div>
    </div>
  );
}

/** The link covers what it speaks of, so that the number leads there too. */
const covering = (theme: GrafanaTheme2) => ({
  position: "relative" as const,
  "a::after": { content: '""', position: "absolute" as const, inset: 0 },
  "&:hover": { background: theme.colors.action.hover },
});

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    ...covering(theme),
    display: "flex",
    flexWrap: "wrap",
    alignItems: "start",
    gap: theme.spacing(0.25, 1.5),
    padding: theme.spacing(0.75, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  name: css({ flex: "1 1 170px", minWidth: 0 }),
  number: css({ flex: "1 1 150px", minWidth: 0, overflowWrap: "anywhere" }),
  trend: css({ width: 88, flex: "none" }),
  tile: css({
    ...covering(theme),
    display: "flex",
    flexDirection: "column",
    gap: theme.spacing(0.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(1.5),
    minWidth: 0,
    overflowWrap: "break-word",
  }),
  by: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  beside: css({ display: "flex", flexWrap: "wrap", justifyContent: "space-between", gap: theme.spacing(1) }),
});
