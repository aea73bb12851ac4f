import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { useSearchParams } from "react-router-dom";
import { SeriesChart } from "../../charts/series-chart.tsx";
import { EVERY_MINUTE, useAnswer } from "../../client/context.tsx";
import type { IndicatorDetail } from "../../client/types.ts";
import { Choice } from "../../components/choice.tsx";
import { Coverage } from "../../components/coverage.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { Value } from "../../components/value.tsx";
import { hasNumber } from "../../format/states.ts";
import { TakeAway } from "./take-away.tsx";
import { axisOf, RANGES, rangeOf, seriesQuery } from "./view.ts";
import { bucketWords, missingWords } from "./words.ts";

/** The newest value and the series; axis and range stand in the address. */
export function SeriesCard({ detail }: { readonly detail: IndicatorDetail }) {
  const styles = useStyles2(getStyles);
  const [search, setSearch] = useSearchParams();
  const { indicator } = detail;
  const { newest, state, unit } = indicator;
  const [axis, range] = [axisOf(search), rangeOf(search)];
  const query = seriesQuery(detail, axis, range);
  const ask = { params: { id: indicator.id }, query };
  const loaded = useAnswer("/indicators/{id}/series", ask, EVERY_MINUTE);
  const series = loaded.data?.indicator === indicator.id ? loaded.data : null;
  const choose = (name: string, value: string) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      after.set(name, value);
      return after;
    });
  const shown = hasNumber(state) && newest !== null;
  return (
    <section className={styles.card} aria-label="Value and series">
      <div className={styles.head}>
        <Value
          value={shown ? newest.value : null}
          unit={unit}
          state={state}
          estimate={indicator.estimate === true}
          missing={missingWords(indicator)}
          size="page"
        />
        <div className={styles.beside}>
          {shown ? <Coverage coverage={newest.coverage} /> : null}
          <div>{bucketWords(indicator)}</div>
        </div>
      </div>
      <LoadTrouble loaded={loaded} />
      {series ? (
        <SeriesChart name={indicator.name} series={series} />
      ) : loaded.error ? null : (
        <Placeholder height={344} what="series" />
      )}
      <div className={styles.choices}>
        <Choice name="Range" chosen={range} options={RANGES} choose={(value) => choose("range", value)} />
        <Choice name="Axis" chosen={axis} options={["epoch", "day"]} choose={(value) => choose("axis", value)} />
        {series ? <TakeAway id={indicator.id} ask={ask} series={series} /> : null}
      </div>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(2),
  }),
  head: css({ display: "flex", flexWrap: "wrap", gap: theme.spacing(1, 4), minHeight: 76, marginBottom: theme.spacing(1) }),
  beside: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, minWidth: 180 }),
  choices: css({
    display: "flex",
    flexWrap: "wrap",
    gap: theme.spacing(1, 3),
    marginTop: theme.spacing(1),
  }),
});
