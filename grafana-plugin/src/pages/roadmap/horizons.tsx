import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { Indicator, Roadmap } from "../../client/types.ts";
import { IndicatorLink } from "../../components/page-link.tsx";
import { Section } from "../../components/section.tsx";
import { Value, ValueInLine } from "../../components/value.tsx";
import { type Catalogue, leadOf, measuredOf, numberOf } from "../catalogue.ts";
import { distanceWords, shortName } from "./ladder-model.ts";

type Horizon = Roadmap["horizons"][number];
type Line = Horizon["lines"][number];

/** Each horizon with its lines in the roadmap's words, and what is known of each. */
export function Horizons({
  catalogue,
  missing,
}: {
  readonly catalogue: Catalogue;
  readonly missing: (one: Indicator) => string;
}) {
  const styles = useStyles2(getStyles);
  return (
    <>
      {catalogue.roadmap.horizons.map(({ id, name, goal, lines }) => {
        const measured = lines.filter(({ indicators }) => measuredOf(catalogue.pick(indicators)) > 0).length;
        return (
          <Section key={id} title={name} beside={`${measured} of ${lines.length} lines have a number`}>
            <p className={styles.goal}>{goal}</p>
            <div className={styles.lines}>
              {lines.map((line) => (
                <LineTile
                  key={line.text}
                  line={line}
                  horizon={name}
                  indicators={catalogue.pick(line.indicators)}
                  missing={missing}
                />
              ))}
            </div>
          </Section>
        );
      })}
    </>
  );
}

interface LineTileProps {
  readonly line: Line;
  readonly horizon: string;
  readonly indicators: readonly Indicator[];
  readonly missing: (one: Indicator) => string;
}

function LineTile({ line, horizon, indicators, missing }: LineTileProps) {
  const styles = useStyles2(getStyles);
  // A target with a number is one of its first indicator's; others may stand for lines without.
  const lead = line.target === null ? leadOf(indicators) : (indicators[0] ?? null);
  if (!lead) return null;
  const value = numberOf(lead);
  const others = indicators.filter(({ id }) => id !== lead.id);
  return (
    <div className={styles.line}>
      <h3 className={styles.text}>{line.text}</h3>
      <div>
        <IndicatorLink id={lead.id}>{lead.name}</IndicatorLink>
        <Value
          value={value}
          unit={lead.unit}
          state={lead.state}
          estimate={lead.estimate === true}
          missing={missing(lead)}
          size="row"
        />
      </div>
      <TargetWords line={line} horizon={horizon} value={value} />
      {others.length === 0 ? null : (
        <ul className={styles.others}>
          {others.map((one) => (
            <li key={one.id}>
              <IndicatorLink id={one.id}>{one.name}</IndicatorLink>{" "}
              <ValueInLine value={numberOf(one)} unit={one.unit} state={one.state} estimate={one.estimate === true} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function TargetWords({ line, horizon, value }: { readonly line: Line; readonly horizon: string; readonly value: number | null }) {
  const styles = useStyles2(getStyles);
  const { target } = line;
  if (target === null) return <div className={styles.quiet}>the roadmap gives no number</div>;
  if (target.kind === "rank")
    return <div className={styles.quiet}>{value === target.value ? "reached" : `target: rank ${target.value}`}</div>;
  if (value === null) return <div className={styles.quiet}>how far it is can’t be told</div>;
  return (
    <div className={styles.quiet}>
      {distanceWords(value, { low: target.low, name: shortName(horizon) })}
      <div className={styles.rail} aria-hidden>
        <div className={styles.done} style={{ width: `${Math.max(0, Math.min(1, value / target.low)) * 100}%` }} />
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  goal: css({ color: theme.colors.text.secondary, margin: theme.spacing(0, 0, 1) }),
  lines: css({
    display: "grid",
    gap: theme.spacing(1.5),
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 180px), 1fr))",
  }),
  line: css({
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(1.5),
    display: "flex",
    flexDirection: "column",
    gap: theme.spacing(1),
    minWidth: 0,
    overflowWrap: "break-word",
  }),
  text: css({ fontSize: theme.typography.body.fontSize, fontWeight: theme.typography.fontWeightMedium, margin: 0 }),
  others: css({ listStyle: "none", margin: 0, padding: 0, fontSize: theme.typography.bodySmall.fontSize }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  rail: css({ height: 4, marginTop: 4, background: theme.colors.background.secondary, borderRadius: 2 }),
  done: css({ height: "100%", minWidth: 2, background: theme.visualization.getColorByName("blue"), borderRadius: 2 }),
});
