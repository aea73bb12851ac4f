import React from "react";
import type { Indicator } from "../../client/types.ts";
import { Card, Columns } from "../../components/card.tsx";
import { IndicatorRows } from "../../components/indicator-row.tsx";
import { Lines } from "../../components/lines.tsx";
import { PageLink } from "../../components/page-link.tsx";
import { Section } from "../../components/section.tsx";
import { StateMark } from "../../components/state.tsx";
import { type Catalogue, leadOf, measuredOf, useSparks } from "../catalogue.ts";
import { missingSentence } from "../missing.ts";
import { type Claim, claimsOf, unclaimedOf } from "./claimed-by.ts";

/** The projects that promise to move the metric. */
export function Claims({ catalogue, metric }: { readonly catalogue: Catalogue; readonly metric: string }) {
  const claims = claimsOf(catalogue.roadmap, metric);
  const roles = ["PRIMARY", "SECONDARY"] as const;
  return (
    <Section title="Projects that claim it" beside={`${claims.length} of ${catalogue.roadmap.projects.length}`}>
      <Columns>
        {roles.map((role) => {
          const own = claims.filter((claim) => claim.role === role);
          return (
            <Card key={role} title={`As ${role}: ${own.length}`}>
              {own.length === 0 ? (
                <p>No project.</p>
              ) : (
                <Lines>
                  {own.map((claim) => (
                    <ClaimLine key={claim.project.id} claim={claim} catalogue={catalogue} />
                  ))}
                </Lines>
              )}
            </Card>
          );
        })}
      </Columns>
    </Section>
  );
}

function ClaimLine({ claim: { project, words }, catalogue }: { readonly claim: Claim; readonly catalogue: Catalogue }) {
  const indicators = catalogue.pick(project.primary.indicators);
  const lead = leadOf(indicators);
  return (
    <li>
      <PageLink page="project" params={{ id: project.id }}>
        {project.name}
      </PageLink>{" "}
      (track {project.track}) “{words}” {lead ? <StateMark state={lead.state} /> : null} · {measuredOf(indicators)} of{" "}
      {indicators.length} PRIMARY have a number
    </li>
  );
}

/** What measures the metric but stands for no project. */
export function Unclaimed({
  indicators,
  sources,
}: {
  readonly indicators: readonly Indicator[];
  readonly sources: ReadonlyMap<string, string>;
}) {
  const { sparkOf } = useSparks();
  const unclaimed = unclaimedOf(indicators);
  return (
    <Section
      title="Indicators that no project claims"
      beside={unclaimed.length === 0 ? "none" : `${unclaimed.length} of ${indicators.length}`}
    >
      {unclaimed.length === 0 ? null : (
        <Card title="Shown on this page only">
          <IndicatorRows indicators={unclaimed} sparkOf={sparkOf} missing={(indicator) => missingSentence(indicator, sources)} />
        </Card>
      )}
    </Section>
  );
}
