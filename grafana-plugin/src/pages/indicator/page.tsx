import React from "react";
import { useParams } from "react-router-dom";
import { EVERY_MINUTE, useAnswer } from "../../client/context.tsx";
import { Columns } from "../../components/card.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { HowMade } from "./how-made.tsx";
import { Methods } from "./methods.tsx";
import { SeriesCard } from "./series-card.tsx";
import { WhatMeasured } from "./what-measured.tsx";

/** What is it, how sure are we, where does it come from? */
export default function IndicatorPage() {
  const { id = "" } = useParams();
  const loaded = useAnswer("/indicators/{id}", { params: { id }, query: {} }, EVERY_MINUTE);
  const detail = loaded.data?.indicator.id === id ? loaded.data : null;
  return (
    <PageFrame
      title={detail?.indicator.name ?? id}
      question="What is it, how sure are we, where does it come from?"
      crumbs={[{ words: "Roadmap", page: "roadmap", params: {} }]}
    >
      <LoadTrouble loaded={loaded} />
      {detail ? (
        <>
          <SeriesCard detail={detail} />
          <Columns>
            <HowMade detail={detail} />
            <WhatMeasured detail={detail} />
          </Columns>
          <Methods methods={detail.methods} />
        </>
      ) : loaded.error ? null : (
        <Placeholder height={440} what="indicator" />
      )}
    </PageFrame>
  );
}
