import React, { startTransition, useEffect, useState } from "react";
import type { Indicator } from "../../client/types.ts";
import { Columns } from "../../components/card.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { type Catalogue, useCatalogue, useSparks } from "../catalogue.ts";
import { missingBriefly, sourcesOf } from "../missing.ts";
import { Horizons } from "./horizons.tsx";
import { LadderCard } from "./ladder-card.tsx";
import { laddersOf } from "./ladder-model.ts";
import { MissingList } from "./missing-list.tsx";
import { NearTerm } from "./near-term.tsx";
import { ProjectMap } from "./project-map.tsx";
import { Verdict } from "./verdict.tsx";

/** How far is the network from its roadmap, and what is missing? */
export default function RoadmapPage() {
  const { catalogue, loads } = useCatalogue();
  const failed = loads.find(({ error }) => error !== null);
  return (
    <PageFrame title="How far is Gonka from its roadmap?" question="" crumbs={[]}>
      {failed ? <LoadTrouble loaded={failed} /> : null}
      {catalogue ? <Parts catalogue={catalogue} /> : failed ? null : <Placeholder height={900} what="roadmap" />}
    </PageFrame>
  );
}

function Parts({ catalogue }: { readonly catalogue: Catalogue }) {
  const { sparkOf, loaded } = useSparks();
  const sources = sourcesOf(catalogue.indicators);
  const missing = (indicator: Indicator) => missingBriefly(indicator, sources);
  // What stands below the window is drawn after the first tiles are: it is ten times as much.
  const [rest, setRest] = useState(false);
  useEffect(() => startTransition(() => setRest(true)), []);
  return (
    <>
      <Verdict catalogue={catalogue} />
      <Columns>
        {laddersOf(catalogue.roadmap).map((ladder) => {
          const indicator = catalogue.byId.get(ladder.indicator);
          return indicator ? (
            <LadderCard
              key={ladder.indicator}
              ladder={ladder}
              indicator={indicator}
              missing={missing(indicator)}
              now={catalogue.now}
            />
          ) : null;
        })}
      </Columns>
      <LoadTrouble loaded={loaded} />
      <Horizons catalogue={catalogue} missing={missing} />
      {rest ? (
        <>
          <NearTerm catalogue={catalogue} sparkOf={sparkOf} missing={missing} />
          <ProjectMap catalogue={catalogue} sparkOf={sparkOf} missing={missing} />
          <MissingList catalogue={catalogue} sources={sources} />
        </>
      ) : (
        <Placeholder height={900} what="rest of the roadmap" />
      )}
    </>
  );
}
