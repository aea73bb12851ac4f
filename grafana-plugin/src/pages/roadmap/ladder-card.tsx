import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { EVERY_MINUTE, type Loaded, useAnswer } from "../../client/context.tsx";
import type { Indicator } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { coverageWords } from "../../components/coverage.tsx";
import { IndicatorLink } from "../../components/page-link.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { Value } from "../../components/value.tsx";
import { percent } from "../../format/number.ts";
import { numberOf } from "../catalogue.ts";
import { LadderChart } from "./ladder-chart.tsx";
import { changeOver, distanceWords, historyOf, type Ladder, type Rung } from "./ladder-model.ts";
import { type Dated, outlookOf } from "./outlook.ts";
import { outlookWords } from "./outlook-words.ts";

/** A year of epochs of about 22.6 h. */
const YEAR_EPOCHS = 388;
const CHANGE_DAYS = 30;

export interface LadderCardProps {
  readonly ladder: Ladder;
  readonly indicator: Indicator;
  readonly missing: string;
  /** The service's clock, in milliseconds. */
  readonly now: number;
}

/** Where the network stands on the way to the roadmap's numbers. The number stands there at once, its history when it came. */
export function LadderCard({ ladder, indicator, missing, now }: LadderCardProps) {
  const styles = useStyles2(getStyles);
  const { id, state_epoch: epoch, newest, unit } = indicator;
  const ask =
    epoch === null ? null : { params: { id }, query: { from: String(Math.max(0, epoch - YEAR_EPOCHS)), limit: YEAR_EPOCHS + 2 } };
  const loaded = useAnswer("/indicators/{id}/series", ask, EVERY_MINUTE);
  const value = numberOf(indicator);
  const history = loaded.data && loaded.data.indicator === id ? historyOf(loaded.data) : null;
  const next = ladder.rungs.find(({ low }) => value !== null && value < low) ?? ladder.rungs.at(-1);
  const change = history && changeOver(history, CHANGE_DAYS);
  const unread = history === null && ask !== null;
  const outlookFor = ({ low }: Rung) => outlookOfRung(low, value, unread ? null : (history ?? []), now, loaded);
  const same = new Set(ladder.rungs.map(outlookFor)).size === 1;
  return (
    <Card title={<IndicatorLink id={id}>{indicator.name}</IndicatorLink>}>
      <div className={styles.head}>
        <Value
          value={newest?.value ?? null}
          unit={unit}
          state={indicator.state}
          estimate={indicator.estimate === true}
          missing={missing}
          size="tile"
        />
        {value !== null && next ? <strong className={styles.distance}>{distanceWords(value, next)}</strong> : null}
      </div>
      <LadderChart rungs={ladder.rungs} value={value} before={history?.map((point) => point.value) ?? []} unit={unit} />
      <ul className={styles.rungs}>
        {ladder.rungs.map((rung) => (
          <li key={rung.id}>
            <strong>{rung.name}</strong> “{rung.text}”
            {rung.note === null ? null : <span className={styles.quiet}> ({rung.note})</span>}
            {same ? null : <div className={styles.quiet}>{outlookFor(rung)}</div>}
          </li>
        ))}
      </ul>
      {same ? (
        <div className={styles.quiet} role={unread && !loaded.error ? "status" : undefined}>
          {ladder.rungs.slice(0, 1).map(outlookFor)}
        </div>
      ) : null}
      <div className={styles.quiet}>
        {[
          change === null ? "" : `${change >= 0 ? "+" : "−"}${percent(Math.abs(change))} in ${CHANGE_DAYS} days`,
          value !== null && newest?.coverage != null ? coverageWords(newest.coverage) : "",
          value === null ? "" : (newest?.note ?? ""),
        ]
          .filter((words) => words !== "")
          .join(" · ")}
      </div>
      <LoadTrouble loaded={loaded} />
    </Card>
  );
}

function outlookOfRung(
  low: number,
  value: number | null,
  history: readonly Dated[] | null,
  now: number,
  { error }: Loaded<unknown>,
): string {
  if (value !== null && value >= low) return outlookWords({ kind: "reached" });
  if (history === null) return error ? "no date: its history could not be read" : "its history is being read …";
  const outlook = outlookOf(history, low, now);
  return outlook.kind === "reached" ? "reached in the last epoch that is over" : outlookWords(outlook);
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ display: "flex", flexWrap: "wrap", alignItems: "start", gap: theme.spacing(0.5, 3), minHeight: 64 }),
  distance: css({ fontSize: theme.typography.h4.fontSize, lineHeight: 1.9 }),
  rungs: css({ listStyle: "none", margin: theme.spacing(1, 0), padding: 0, li: { padding: theme.spacing(0.25, 0) } }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
