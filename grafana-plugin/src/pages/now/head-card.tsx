import React from "react";
import type { Now } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { Ago } from "../../components/clock.tsx";
import { Facts } from "../../components/facts.tsx";
import { type Look, Mark } from "../../components/mark.tsx";
import { IndicatorLink } from "../../components/page-link.tsx";
import { TileNumber } from "../../components/tile.tsx";
import { full, gnk, short } from "../../format/number.ts";
import { utc } from "../../format/time.ts";

/** Head, halt clock, pace of blocks, and the coins that the chain holds. */
export function HeadCard({ now }: { readonly now: Now }) {
  const { head, halt, epoch, coins, sources } = now;
  const asked = sources.filter(({ health }) => health !== "refused").length;
  return (
    <Card title="Head and halt">
      <TileNumber
        number={head.height === null ? null : <IndicatorLink id="rel.chain_liveness">{full(head.height)}</IndicatorLink>}
        unit={head.height === null ? "no source tells the head" : "block"}
      />
      <Facts
        facts={[
          { name: "told", words: <Ago time={head.time} /> },
          {
            name: "agree",
            words: `${head.agreeing} of ${asked} sources${head.odd.length > 0 ? `; ${head.odd.join(", ")} told another` : ""}`,
          },
          {
            name: "halt",
            words: (
              <>
                <Mark {...haltLook(halt.halted)} />
                {halt.block_time === null ? null : `, last block ${halt.height} of ${utc(halt.block_time)}`}
              </>
            ),
          },
          {
            name: "pace",
            words: epoch.block_time ? `${short(epoch.block_time.seconds)} s a block, ${epoch.block_time.basis}` : "– not known",
          },
          { name: "supply", words: coins.supply_ngonka === null ? "– not agreed" : gnk(BigInt(coins.supply_ngonka)) },
          {
            name: "pool",
            words: coins.community_pool_ngonka === null ? "– not agreed" : gnk(BigInt(coins.community_pool_ngonka)),
          },
        ]}
      />
    </Card>
  );
}

export function haltLook(halted: boolean | null): Look {
  if (halted === null) return { glyph: "?", word: "nobody can tell", tone: "muted" };
  return halted ? { glyph: "✕", word: "stands still", tone: "bad" } : { glyph: "●", word: "moves", tone: "good" };
}
