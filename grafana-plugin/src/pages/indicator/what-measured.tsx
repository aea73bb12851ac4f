import React from "react";
import { EVERY_MINUTE, useAnswer } from "../../client/context.tsx";
import type { IndicatorDetail } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { PageLink } from "../../components/page-link.tsx";

/** What the indicator measures, in the roadmap's words where it has some, and where it belongs. */
export function WhatMeasured({ detail }: { readonly detail: IndicatorDetail }) {
  const { data: roadmap } = useAnswer("/roadmap", { params: {}, query: {} }, EVERY_MINUTE);
  const { indicator, quotes, horizon_lines: lines, track_metrics: trackMetrics } = detail;
  const metric = roadmap?.metrics.find(({ id }) => id === indicator.metric);
  const facts: Fact[] = [
    ...(quotes.length + lines.length > 0
      ? [
          {
            name: "roadmap",
            words: (
              <>
                {quotes.map(({ where, words }) => (
                  <div key={where + words}>
                    “{words}” ({where})
                  </div>
                ))}
                {lines.map(({ horizon, text }) => (
                  <div key={horizon + text}>
                    “{text}” ({roadmap?.horizons.find(({ id }) => id === horizon)?.name ?? horizon})
                  </div>
                ))}
              </>
            ),
          },
        ]
      : []),
    { name: "target", words: indicator.target ?? "none in the roadmap" },
    ...(indicator.direction ? [{ name: "better", words: indicator.direction.words }] : []),
    ...(metric
      ? [
          {
            name: "metric",
            words: (
              <PageLink page="metric" params={{ id: metric.id }}>
                {metric.name}
              </PageLink>
            ),
          },
        ]
      : []),
    ...(trackMetrics.length > 0 ? [{ name: "track", words: trackMetrics.map(({ wording }) => wording).join(" · ") }] : []),
    {
      name: "projects",
      words: <Projects detail={detail} names={new Map(roadmap?.projects.map(({ id, name }) => [id, name]))} />,
    },
    ...(indicator.source === null ? [] : [{ name: "source", words: indicator.source }]),
    { name: "id", words: <code>{indicator.id}</code> },
  ];
  return (
    <Card title="What it measures">
      <p>{indicator.definition}</p>
      <Facts facts={facts} />
    </Card>
  );
}

function Projects({ detail, names }: { readonly detail: IndicatorDetail; readonly names: ReadonlyMap<string, string> }) {
  const { projects } = detail.indicator;
  if (projects.length === 0) return <>no project claims it</>;
  return (
    <>
      {projects.map(({ id, role }, index) => (
        <span key={id + role}>
          {index > 0 ? " · " : ""}
          <PageLink page="project" params={{ id }}>
            {names.get(id) ?? id}
          </PageLink>
          {role === "primary" ? " (primary)" : ""}
        </span>
      ))}
    </>
  );
}
