import React from "react";
import type { HostDetail, Place } from "../../client/types.ts";
import { Ago } from "../../components/clock.tsx";
import { Tile, TileLine, TileNumber, Tiles } from "../../components/tile.tsx";
import { full, percent, short } from "../../format/number.ts";
import { deviceTotals, versionWords } from "./told.ts";

/** How the host stands: each number with its rank and what its peers have. */
export function HostTiles({ host }: { readonly host: HostDetail }) {
  const { peers, limits, now, epochs } = host;
  const of = peers.results_epoch === null ? "no results are agreed yet" : `epoch ${peers.results_epoch}`;
  const excluded = epochs.filter((one) => one.excluded === true).length;
  const known = epochs.filter((one) => one.excluded !== null).length;
  const devices = deviceTotals(host.hardware?.nodes ?? []);
  const gpus = devices.reduce((sum, { count }) => sum + count, 0);
  return (
    <Tiles>
      <PlaceTile
        title="Weight"
        indicator="cap.weight_top3_share"
        place={peers.weight}
        write={full}
        none="not an active member of the newest epoch"
      />
      <PlaceTile
        title="Confirmation ratio"
        indicator="ret.confirmation_ratio_p10"
        place={peers.confirmation_ratio}
        write={short}
        none="no confirmation PoC of the epoch is over yet, or it is not agreed"
        limit={limits.confirmation_ratio === null ? "limit not known" : `excluded below ${short(limits.confirmation_ratio)}`}
      />
      <PlaceTile
        title="Missed requests"
        indicator="rel.host_failure_rate"
        place={peers.miss_ratio}
        write={percent}
        none={`nothing was assigned, or not known: ${of}`}
        limit={`${of}${limits.miss_ratio === null ? "" : ` · tested against ${percent(limits.miss_ratio)}`}`}
      />
      <PlaceTile
        title="Reward of the epoch"
        indicator="ret.reward_per_h100e"
        place={peers.reward_gnk}
        write={short}
        unit="GNK"
        none={`no results: ${of}`}
        limit={of}
      />
      <PlaceTile
        title="Reward per 1,000 weight"
        indicator="ret.reward_per_h100e"
        place={peers.reward_gnk_per_weight && thousandfold(peers.reward_gnk_per_weight)}
        write={short}
        unit="GNK"
        none={`no results: ${of}`}
        limit={of}
      />
      <Tile title="Exclusions" indicator="ret.exclusion_rate">
        <TileNumber number={known === 0 ? null : full(excluded)} unit={`of ${full(known)} epochs known`} />
        <TileLine>
          {epochs.length - known > 0 ? `of ${epochs.length - known} more nobody knows` : "all its epochs are known"}
        </TileLine>
      </Tile>
      <Tile title="Hardware" indicator="cap.gpus_registered">
        <TileNumber number={host.hardware?.nodes == null ? null : full(gpus)} unit="accelerators" />
        <TileLine>
          {host.hardware?.nodes == null
            ? "what it registered is not agreed"
            : devices.map(({ device, count }) => `${full(count)} × ${device}`).join(" · ") || "none registered"}
        </TileLine>
        <TileLine>as registered: nobody measured it</TileLine>
      </Tile>
      <Tile title="Versions" indicator="img.adoption">
        <TileNumber number={now.report?.api_version ?? null} unit="" />
        {versionWords(host).map((words) => (
          <TileLine key={words}>{words}</TileLine>
        ))}
        <TileLine>
          {now.report ? (
            <>
              told <Ago time={now.report.reported_at} />
            </>
          ) : (
            "it told nothing within the last day"
          )}
        </TileLine>
      </Tile>
    </Tiles>
  );
}

const thousandfold = ({ value, median, ...rest }: Place): Place => ({ ...rest, value: value * 1000, median: median * 1000 });

interface PlaceTileProps {
  readonly title: string;
  readonly indicator: string;
  readonly place: Place | null;
  readonly write: (value: number) => string;
  readonly unit?: string;
  /** Why there is no number. */
  readonly none: string;
  readonly limit?: string;
}

function PlaceTile({ title, indicator, place, write, unit = "", none, limit }: PlaceTileProps) {
  const after = unit === "" ? "" : ` ${unit}`;
  return (
    <Tile title={title} indicator={indicator}>
      <TileNumber number={place && write(place.value)} unit={place ? unit : ""} />
      <TileLine>{place ? `rank ${place.rank} of ${place.of} · median ${write(place.median)}${after}` : none}</TileLine>
      {limit === undefined || !place ? null : <TileLine>{limit}</TileLine>}
    </Tile>
  );
}
