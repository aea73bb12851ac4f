import React from "react";
import { EVERY_MINUTE, EVERY_TEN_SECONDS, useAnswer } from "../../client/context.tsx";
import { Columns, Rows } from "../../components/card.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { Verdict } from "../../components/verdict.tsx";
import { CoverageCard } from "./coverage-card.tsx";
import { DisagreementsCard } from "./disagreements-card.tsx";
import { EpochsCard } from "./epochs-card.tsx";
import { blindSpots, qualityLook } from "./findings.ts";
import { RunsCard } from "./runs-card.tsx";
import { SourcesTable } from "./sources-table.tsx";

/** What can't we see? */
export default function QualityPage() {
  const { data: now } = useAnswer("/now", { params: {}, query: {} }, EVERY_TEN_SECONDS);
  const sources = useAnswer("/sources", { params: {}, query: {} }, EVERY_MINUTE);
  const indicators = useAnswer("/indicators", { params: {}, query: {} }, EVERY_MINUTE);
  const epochs = useAnswer("/epochs", { params: {}, query: { limit: 100 } }, EVERY_MINUTE);
  const failed = [sources, indicators, epochs].filter(({ error }) => error !== null);
  const blind = now && sources.data && indicators.data ? blindSpots(now, sources.data, indicators.data.indicators) : null;
  return (
    <PageFrame title="Data quality" question="What can't we see?" crumbs={[]}>
      {failed.map((loaded) => (
        <LoadTrouble key={loaded.error?.path} loaded={loaded} />
      ))}
      {blind ? <Verdict look={qualityLook(blind)} findings={blind} /> : null}
      {sources.data ? (
        <Rows>
          <SourcesTable answer={sources.data} />
        </Rows>
      ) : sources.error ? null : (
        <Placeholder height={280} what="sources" />
      )}
      <Columns>
        {sources.data ? <DisagreementsCard answer={sources.data} /> : null}
        {epochs.data ? (
          <EpochsCard answer={epochs.data} complete={sources.data?.complete_from ?? []} />
        ) : epochs.error ? null : (
          <Placeholder height={280} what="epochs" />
        )}
      </Columns>
      <Rows>
        {indicators.data ? (
          <CoverageCard indicators={indicators.data.indicators} />
        ) : indicators.error ? null : (
          <Placeholder height={480} what="coverage" />
        )}
        {now ? <RunsCard collectors={now.collectors} /> : null}
      </Rows>
    </PageFrame>
  );
}
