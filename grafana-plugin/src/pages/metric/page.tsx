import React from "react";
import { useParams } from "react-router-dom";
import { Columns } from "../../components/card.tsx";
import { IndicatorCard } from "../../components/indicator-card.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { PageLink } from "../../components/page-link.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { Section } from "../../components/section.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { type Catalogue, measuredOf, useCatalogue } from "../catalogue.ts";
import { missingSentence, sourcesOf } from "../missing.ts";
import { NotInRoadmap } from "../not-in-roadmap.tsx";
import { Claims, Unclaimed } from "./claims.tsx";

/** Is this metric getting better? */
export default function MetricPage() {
  const { id = "" } = useParams();
  const { catalogue, loads } = useCatalogue();
  const failed = loads.find(({ error }) => error !== null);
  const metric = catalogue?.roadmap.metrics.find((one) => one.id === id);
  return (
    <PageFrame
      title={metric?.name ?? id}
      question="Is this metric getting better?"
      crumbs={[{ words: "Roadmap", page: "roadmap", params: {} }]}
    >
      {failed ? <LoadTrouble loaded={failed} /> : null}
      {catalogue ? (
        metric ? (
          <Parts catalogue={catalogue} metric={metric} />
        ) : (
          <NotInRoadmap what="metric" id={id} />
        )
      ) : failed ? null : (
        <Placeholder height={600} what="metric" />
      )}
    </PageFrame>
  );
}

interface PartsProps {
  readonly catalogue: Catalogue;
  readonly metric: Catalogue["roadmap"]["metrics"][number];
}

function Parts({ catalogue, metric }: PartsProps) {
  const indicators = catalogue.pick(metric.indicators);
  const sources = sourcesOf(catalogue.indicators);
  return (
    <>
      <nav aria-label="Metrics">
        {catalogue.roadmap.metrics.map(({ id, name }, index) => (
          <span key={id}>
            {index > 0 ? " · " : ""}
            {id === metric.id ? (
              <strong aria-current="page">{name}</strong>
            ) : (
              <PageLink page="metric" params={{ id }}>
                {name}
              </PageLink>
            )}
          </span>
        ))}
      </nav>
      <Section title="Headline indicators" beside={`${measuredOf(indicators)} of ${indicators.length} have a number`}>
        <Columns>
          {indicators.map((indicator) => (
            <IndicatorCard key={indicator.id} indicator={indicator} missing={missingSentence(indicator, sources)} />
          ))}
        </Columns>
      </Section>
      <Claims catalogue={catalogue} metric={metric.id} />
      <Unclaimed indicators={indicators} sources={sources} />
    </>
  );
}
