import React from "react";
import { SeriesChart } from "../../charts/series-chart.tsx";
import { EVERY_MINUTE, useAnswer } from "../../client/context.tsx";
import type { Indicator } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { IndicatorLink } from "../../components/page-link.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";

const BUCKETS = 90;

/** An indicator over its last 90 epochs. */
export function SeriesOf({ indicator }: { readonly indicator: Indicator }) {
  const { id, name, state_epoch } = indicator;
  const from = state_epoch === null ? {} : { from: String(Math.max(0, state_epoch - BUCKETS + 1)) };
  const loaded = useAnswer("/indicators/{id}/series", { params: { id }, query: { axis: "epoch", ...from } }, EVERY_MINUTE);
  const series = loaded.data?.indicator === id ? loaded.data : null;
  return (
    <Card title={<IndicatorLink id={id}>{name}</IndicatorLink>}>
      <LoadTrouble loaded={loaded} />
      {series ? <SeriesChart name={name} series={series} /> : loaded.error ? null : <Placeholder height={344} what="series" />}
    </Card>
  );
}
