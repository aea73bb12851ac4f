import { css } from "@emotion/css";
import { type GrafanaTheme2, LoadingState, type PanelProps } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { KpiTile } from "./kpi-tile.tsx";
import { readTiles } from "./read-tiles.ts";

/** The newest value of each series that the panel asks for, as tiles. */
export function KpiPanel({ data, width, height }: Pick<PanelProps, "data" | "width" | "height">) {
  const styles = useStyles2(getStyles);
  const tiles = readTiles(data.series);
  return (
    <div className={styles.tiles} style={{ width, height }}>
      {tiles.map((tile) => (
        <KpiTile key={tile.key} tile={tile} />
      ))}
      {tiles.length === 0 && data.state !== LoadingState.Loading ? (
        <p>There is nothing to show: this panel shows indicators of the Gonka KPI data source, and none came.</p>
      ) : null}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tiles: css({
    display: "grid",
    gap: theme.spacing(2),
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 200px), 1fr))",
    alignContent: "start",
    overflow: "auto",
  }),
});
