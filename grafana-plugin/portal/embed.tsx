import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { useParams } from "react-router-dom";
import { EVERY_MINUTE, useAnswer } from "../src/client/context.tsx";
import { PageFrame } from "../src/components/page-frame.tsx";
import { Placeholder } from "../src/components/placeholder.tsx";
import { LoadTrouble } from "../src/components/trouble.tsx";
import { SeriesCard } from "../src/pages/indicator/series-card.tsx";

/** An indicator's value and series in the frame of another site, with the way to all the rest. Range and axis stand in the address. */
export default function Embed() {
  const styles = useStyles2(getStyles);
  const { id = "" } = useParams();
  const loaded = useAnswer("/indicators/{id}", { params: { id }, query: {} }, EVERY_MINUTE);
  return (
    <PageFrame title={loaded.data?.indicator.name ?? id} question="" crumbs={[]}>
      <LoadTrouble loaded={loaded} />
      {loaded.data ? <SeriesCard detail={loaded.data} /> : loaded.error ? null : <Placeholder height={440} what="indicator" />}
      {/* In a window of its own: the pages themselves may not stand in frames. */}
      <p className={styles.source}>
        <a href={`/indicators/${id}`} target="_blank" rel="noreferrer">
          Gonka KPI: how this number was made
        </a>
      </p>
    </PageFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  source: css({
    margin: theme.spacing(1, 0, 0),
    fontSize: theme.typography.bodySmall.fontSize,
    a: { color: theme.colors.text.link },
  }),
});
