import React from "react";
import type { Indicator } from "../client/types.ts";
import { hasNumber } from "../format/states.ts";
import { bucketWords, missingWords } from "../pages/indicator/words.ts";
import { Coverage } from "./coverage.tsx";
import { Tile, TileLine } from "./tile.tsx";
import { Value } from "./value.tsx";

/** An indicator's newest bucket: value, unit, state, coverage, bucket; without a number who or what is missing. */
export function IndicatorTile({ indicator, title }: { readonly indicator: Indicator; readonly title?: string }) {
  const { id, name, unit, state, newest, estimate } = indicator;
  const shown = hasNumber(state) && newest !== null;
  return (
    <Tile title={title ?? name} indicator={id}>
      <Value
        value={shown ? newest.value : null}
        unit={unit}
        state={state}
        estimate={estimate === true}
        missing={missingWords(indicator)}
        size="tile"
      />
      {shown ? <Coverage coverage={newest.coverage} /> : null}
      <TileLine>{bucketWords(indicator)}</TileLine>
    </Tile>
  );
}
