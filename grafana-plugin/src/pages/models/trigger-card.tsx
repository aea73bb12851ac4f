import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { Indicator } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { coverageWords } from "../../components/coverage.tsx";
import { IndicatorLink } from "../../components/page-link.tsx";
import { Value } from "../../components/value.tsx";
import { percent } from "../../format/number.ts";
import { hasNumber } from "../../format/states.ts";
import { bucketWords, missingWords } from "../indicator/words.ts";
import { FLOOR, TRIGGER } from "./trigger.ts";

export interface TriggerCardProps {
  readonly utilization: Indicator;
  readonly days: Indicator | undefined;
}

/** Utilization against the 40 % of the roadmap's trigger, and what was seen against the floor that it takes. */
export function TriggerCard({ utilization, days }: TriggerCardProps) {
  const styles = useStyles2(getStyles);
  const { newest, state } = utilization;
  const value = hasNumber(state) ? (newest?.value ?? null) : null;
  const coverage = hasNumber(state) ? (newest?.coverage ?? null) : null;
  return (
    <Card title="The 40 % trigger">
      <p className={styles.quote}>“GPUs are loaded with useful work at 40%+”: the roadmap's words.</p>
      <Meter
        name={<IndicatorLink id={utilization.id}>utilization</IndicatorLink>}
        words={value === null ? "– no number" : `${percent(value)} (estimate)`}
        share={value}
        mark={TRIGGER}
        markWords="40 %"
        label={`utilization ${value === null ? "not known" : percent(value)}, trigger at 40 %`}
      />
      <Meter
        name="what was seen"
        words={coverage === null ? "– not known" : coverageWords(coverage)}
        share={coverage}
        mark={FLOOR}
        markWords="floor 80 %"
        label={`coverage ${coverage === null ? "not known" : percent(coverage)}, floor at 80 %`}
      />
      <p className={styles.quote}>
        {bucketWords(utilization)}. Epochs of which less than 80 % was seen don't count: the roadmap names no floor, this one is
        the method's.
      </p>
      {days ? (
        <>
          <h3 className={styles.days}>
            <IndicatorLink id={days.id}>{days.name}</IndicatorLink>
          </h3>
          <Value
            value={hasNumber(days.state) ? (days.newest?.value ?? null) : null}
            unit={days.unit}
            state={days.state}
            estimate={days.estimate === true}
            missing={missingWords(days)}
            size="tile"
          />
          <p className={styles.quote}>{days.note}</p>
        </>
      ) : null}
    </Card>
  );
}

interface MeterProps {
  readonly name: React.ReactNode;
  readonly words: string;
  /** 0 to 1; null: nothing is drawn. */
  readonly share: number | null;
  readonly mark: number;
  readonly markWords: string;
  readonly label: string;
}

/** A share of all there is, with the mark that matters. */
function Meter({ name, words, share, mark, markWords, label }: MeterProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.meter}>
      <div className={styles.words}>
        <span>{name}</span>
        <strong>{words}</strong>
      </div>
      <div className={styles.rail} role="img" aria-label={label} data-share={share ?? "none"}>
        {share === null ? null : (
          <div
            className={styles.fill}
            style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%`, minWidth: share > 0 ? 2 : 0 }}
          />
        )}
        <div className={styles.mark} style={{ left: `${mark * 100}%` }} />
      </div>
      <div className={styles.below} style={{ paddingLeft: `${mark * 100}%` }}>
        <span>{markWords}</span>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  quote: css({ color: theme.colors.text.secondary, margin: theme.spacing(0, 0, 1) }),
  days: css({
    fontSize: theme.typography.body.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
    margin: theme.spacing(1, 0, 0),
  }),
  meter: css({ marginBottom: theme.spacing(1) }),
  words: css({ display: "flex", flexWrap: "wrap", gap: theme.spacing(1), justifyContent: "space-between" }),
  rail: css({ position: "relative", height: 10, marginTop: 4, background: theme.colors.background.secondary, borderRadius: 2 }),
  fill: css({ height: "100%", background: theme.colors.primary.main, borderRadius: 2 }),
  mark: css({ position: "absolute", top: -3, bottom: -3, width: 2, background: theme.colors.text.primary }),
  below: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: "nowrap",
    span: { display: "inline-block", transform: "translateX(-50%)" },
  }),
});
