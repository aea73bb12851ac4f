import React from "react";
import { useClient } from "../../client/context.tsx";
import type { Indicator } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { Ago } from "../../components/clock.tsx";
import { Lines } from "../../components/lines.tsx";
import { IndicatorLink } from "../../components/page-link.tsx";
import { full } from "../../format/number.ts";
import { numberOf } from "../catalogue.ts";
import { missingSentence } from "../missing.ts";

export interface EvidenceProps {
  readonly indicators: readonly Indicator[];
  readonly sources: ReadonlyMap<string, string>;
}

/** What the project's numbers rest on, and where the rest would come from. */
export function Evidence({ indicators, sources }: EvidenceProps) {
  return (
    <Card title="Evidence">
      <Lines>
        {indicators.map((indicator) => (
          <li key={indicator.id}>
            <IndicatorLink id={indicator.id}>{indicator.name}</IndicatorLink>: <RestsOn indicator={indicator} sources={sources} />
          </li>
        ))}
      </Lines>
    </Card>
  );
}

function RestsOn({ indicator, sources }: { readonly indicator: Indicator; readonly sources: ReadonlyMap<string, string> }) {
  const client = useClient();
  const { id, newest } = indicator;
  if (numberOf(indicator) === null || newest === null) return <>{missingSentence(indicator, sources)}</>;
  const parts = [
    newest.samples === null ? "" : `${full(newest.samples)} observations`,
    newest.sources === null
      ? ""
      : newest.sources === 1
        ? "1 source: nobody confirmed it"
        : `at least ${newest.sources} sources agree`,
    sources.get(id) ?? "",
  ];
  return (
    <>
      epoch {newest.epoch}
      {newest.ends_at === null ? (
        ""
      ) : (
        <>
          {" "}
          (ended <Ago time={newest.ends_at} />)
        </>
      )}
      , {parts.filter((part) => part !== "").join(", ")} ·{" "}
      <a
        href={client.href("/indicators/{id}", { params: { id }, query: {} })}
        aria-label={`${indicator.name} as JSON, with its SQL`}
      >
        JSON
      </a>
    </>
  );
}
