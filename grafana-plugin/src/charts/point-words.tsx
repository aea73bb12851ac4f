import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { Series } from "../client/types.ts";
import { coverageWords } from "../components/coverage.tsx";
import { StateMark } from "../components/state.tsx";
import { fullQuantity, inWords } from "../format/number.ts";
import { hasNumber } from "../format/states.ts";
import { dayWords } from "../format/time.ts";
import { bucketName, bucketOf, type SeriesModel } from "./series-model.ts";

/** What a chart says of one bucket, in words below it: bucket and date, value, state, coverage, why there is none. */
export function PointWords({ series, model, x }: { readonly series: Series; readonly model: SeriesModel; readonly x: number }) {
  const styles = useStyles2(getStyles);
  const point = series.points.find((one) => bucketOf(one) === x);
  const date = point?.ends_at ?? point?.starts_at ?? null;
  return (
    <div className={styles.words} aria-live="polite">
      <span>
        {series.axis} {bucketName(series.axis, x)}
        {model.axis === "epoch" && date !== null ? `, ${dayWords(date)}` : ""}
      </span>
      {point ? (
        <>
          <strong>
            {hasNumber(point.state) && point.value !== null ? inWords(fullQuantity(point.value, series.unit)) : "–"}
          </strong>
          <StateMark state={point.state} />
          {point.coverage === null ? null : <span>{coverageWords(point.coverage)}</span>}
          {point.note === "" ? null : <span>{point.note}</span>}
        </>
      ) : (
        <span>– never asked for</span>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  words: css({
    display: "flex",
    flexWrap: "wrap",
    gap: theme.spacing(0.25, 1.5),
    color: theme.colors.text.secondary,
    minHeight: 44,
    alignContent: "start",
    strong: { color: theme.colors.text.primary },
  }),
});
