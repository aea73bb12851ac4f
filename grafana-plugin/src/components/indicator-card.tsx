import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { SeriesChart } from "../charts/series-chart.tsx";
import { breakWords } from "../charts/series-model.ts";
import { EVERY_MINUTE, useAnswer } from "../client/context.tsx";
import type { Indicator } from "../client/types.ts";
import { hasNumber } from "../format/states.ts";
import { Card } from "./card.tsx";
import { Coverage } from "./coverage.tsx";
import { IndicatorLink } from "./page-link.tsx";
import { Placeholder } from "./placeholder.tsx";
import { LoadTrouble } from "./trouble.tsx";
import { Value } from "./value.tsx";

/** About 90 days of epochs. */
const EPOCHS = 96;
const CHART = 180;

export interface IndicatorCardProps {
  readonly indicator: Indicator;
  /** Who or what is missing, where there is no number. */
  readonly missing: string;
}

/** An indicator with its number, what it means, what the roadmap says of it, and its series of the last 90 days with its breaks. */
export function IndicatorCard({ indicator, missing }: IndicatorCardProps) {
  const styles = useStyles2(getStyles);
  const { id, name, state, newest, unit, state_epoch: epoch } = indicator;
  return (
    <Card title={<IndicatorLink id={id}>{name}</IndicatorLink>}>
      <div className={styles.head}>
        <Value
          value={newest?.value ?? null}
          unit={unit}
          state={state}
          estimate={indicator.estimate === true}
          missing={missing}
          size="tile"
        />
        <div className={styles.beside}>
          {hasNumber(state) && newest ? <Coverage coverage={newest.coverage} /> : null}
          {epoch === null ? null : <div>epoch {epoch}</div>}
        </div>
      </div>
      {newest === null || epoch === null ? null : <Chart indicator={indicator} last={epoch} />}
      <p className={styles.definition}>{indicator.definition}</p>
      <div className={styles.quiet}>target: {indicator.target ?? "none in the roadmap"}</div>
    </Card>
  );
}

/** Where there was never a number there is nothing to draw, and nothing is asked. */
function Chart({ indicator: { id, name }, last }: { readonly indicator: Indicator; readonly last: number }) {
  const styles = useStyles2(getStyles);
  const query = { from: String(Math.max(0, last - EPOCHS + 1)), limit: EPOCHS + 2 };
  const loaded = useAnswer("/indicators/{id}/series", { params: { id }, query }, EVERY_MINUTE);
  const series = loaded.data?.indicator === id ? loaded.data : null;
  return (
    <>
      <LoadTrouble loaded={loaded} />
      {series ? (
        <>
          <SeriesChart name={name} series={series} height={CHART} />
          <div className={styles.quiet}>
            {series.breaks.length === 0
              ? "no breaks: one method all along"
              : series.breaks.map((one) => (
                  <div key={`${one.kind} ${one.epoch}`}>
                    break at epoch {one.epoch}: {breakWords(one)}
                  </div>
                ))}
          </div>
        </>
      ) : loaded.error ? null : (
        <Placeholder height={CHART + 44} what={`series of ${name}`} />
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    display: "flex",
    flexWrap: "wrap",
    justifyContent: "space-between",
    gap: theme.spacing(0.5, 3),
    overflowWrap: "anywhere",
  }),
  beside: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, minWidth: 140 }),
  definition: css({ margin: theme.spacing(1, 0), overflowWrap: "anywhere" }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, overflowWrap: "anywhere" }),
});
