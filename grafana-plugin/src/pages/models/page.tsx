import React from "react";
import { EVERY_MINUTE, useAnswer } from "../../client/context.tsx";
import { Columns, Rows } from "../../components/card.tsx";
import { IndicatorCard } from "../../components/indicator-card.tsx";
import { IndicatorTile } from "../../components/indicator-tile.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { Tiles } from "../../components/tile.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { Verdict } from "../../components/verdict.tsx";
import { missingWords } from "../indicator/words.ts";
import { ModelTable } from "./model-table.tsx";
import { triggerLook } from "./trigger.ts";
import { TriggerCard } from "./trigger-card.tsx";

const TILES = ["use.tokens_day", "scl.capacity_tps", "scl.usable_h100e", "aux.busy_share"];

/** Is capacity used with useful work? */
export default function ModelsPage() {
  const loaded = useAnswer("/indicators", { params: {}, query: {} }, EVERY_MINUTE);
  const models = useAnswer("/models", { params: {}, query: {} }, EVERY_MINUTE);
  const indicators = loaded.data?.indicators ?? [];
  const named = (id: string) => indicators.find((indicator) => indicator.id === id);
  const [utilization, days, tokens] = [named("scl.utilization"), named("mkm.trigger_days"), named("use.tokens_day")];
  return (
    <PageFrame title="Models and usage" question="Is capacity used with useful work?" crumbs={[]}>
      <LoadTrouble loaded={loaded} />
      {loaded.data ? (
        <>
          <Verdict look={triggerLook(utilization, days)} findings={[]} />
          <Tiles>
            {TILES.flatMap((id) => {
              const indicator = named(id);
              return indicator ? [<IndicatorTile key={id} indicator={indicator} />] : [];
            })}
          </Tiles>
          <Rows>
            <LoadTrouble loaded={models} />
            {models.data ? (
              <ModelTable models={models.data.models} indicators={indicators} />
            ) : models.error ? null : (
              <Placeholder height={280} what="models" />
            )}
          </Rows>
          <Columns>
            {utilization ? <TriggerCard utilization={utilization} days={days} /> : null}
            {utilization ? <IndicatorCard indicator={utilization} missing={missingWords(utilization)} /> : null}
          </Columns>
          <Rows>{tokens ? <IndicatorCard indicator={tokens} missing={missingWords(tokens)} /> : null}</Rows>
        </>
      ) : loaded.error ? null : (
        <Placeholder height={720} what="models and usage" />
      )}
    </PageFrame>
  );
}
