import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { Spark } from "../../charts/sparkline-model.ts";
import type { Indicator, Roadmap } from "../../client/types.ts";
import { Card, Columns, Rows } from "../../components/card.tsx";
import { IndicatorRows, TrendTile } from "../../components/indicator-row.tsx";
import { Section } from "../../components/section.tsx";
import { type Catalogue, measuredOf } from "../catalogue.ts";

type Priority = Roadmap["near_term"][number];

export interface NearTermProps {
  readonly catalogue: Catalogue;
  readonly sparkOf: (id: string) => Spark | null;
  readonly missing: (one: Indicator) => string;
}

/**
 * What the roadmap puts first, in its order: two that it describes, then the one of which it names the metrics to track, and exactly those
 * stand there, each under the roadmap's words.
 */
export function NearTerm({ catalogue, sparkOf, missing }: NearTermProps) {
  const priorities = catalogue.roadmap.near_term;
  const tracked = priorities.filter((priority) => priority.tracked.length > 0);
  const others = priorities.filter((priority) => priority.tracked.length === 0);
  const all = { catalogue, sparkOf, missing };
  return (
    <Section title="Near-term priorities" beside={`${priorities.length} in the roadmap`}>
      <Columns>
        {others.map(({ name, words, indicators }) => {
          const shown = catalogue.pick(indicators);
          return (
            <Card key={name} title={name}>
              <p>
                {words.join(" · ")} — {measuredOf(shown)} of {shown.length} indicators have a number
              </p>
              <IndicatorRows indicators={shown} sparkOf={sparkOf} missing={missing} />
            </Card>
          );
        })}
      </Columns>
      <Rows>
        {tracked.map((priority) => (
          <Tracked key={priority.name} priority={priority} {...all} />
        ))}
      </Rows>
    </Section>
  );
}

function Tracked({ priority, catalogue, sparkOf, missing }: NearTermProps & { readonly priority: Priority }) {
  const styles = useStyles2(getStyles);
  const { name, tracked } = priority;
  return (
    <Card title={name}>
      <div className={styles.tiles}>
        {tracked.map(({ words, indicator: { id } }) => {
          const indicator = catalogue.byId.get(id);
          return indicator ? (
            <TrendTile key={words} words={words} indicator={indicator} spark={sparkOf(id)} missing={missing(indicator)} />
          ) : null;
        })}
      </div>
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tiles: css({
    display: "grid",
    gap: theme.spacing(1.5),
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 190px), 1fr))",
  }),
});
