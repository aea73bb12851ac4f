import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { type KeyboardEvent, type PointerEvent, useId, useState } from "react";
import type { Series } from "../client/types.ts";
import { useWidth } from "../components/use-width.ts";
import { PointWords } from "./point-words.tsx";
import { chartScales, MARGIN } from "./scales.ts";
import { SeriesAxes, SeriesBreaks, SeriesGaps, SeriesRuns } from "./series-marks.tsx";
import { bucketName, seriesModel } from "./series-model.ts";

const WIDTH_BEFORE = 800;

export interface SeriesChartProps {
  /** What the numbers are, for those who hear the chart. */
  readonly name: string;
  readonly series: Series;
  /** In pixels, without the words below. */
  readonly height?: number;
}

/**
 * A series over its buckets. Gaps are hatched and say why, nothing is drawn across them; a method break is a dashed line
 * with its reason; the band is what the missing coverage could hide. Arrow keys walk through the buckets.
 */
export function SeriesChart({ name, series, height = 300 }: SeriesChartProps) {
  const styles = useStyles2(getStyles);
  const [box, width] = useWidth(WIDTH_BEFORE);
  const [picked, setPicked] = useState<number | null>(null);
  const hatch = useId();
  const model = seriesModel(series);
  if (!model) return <div ref={box}>There is no {series.axis} to show yet.</div>;
  const { first, last, runs } = model;
  const scales = chartScales(model, series.unit, width, height);
  const inside = (x: number) => Math.min(last, Math.max(first, x));
  const at = inside(picked ?? last);
  const byKey = ({ key, preventDefault }: Pick<KeyboardEvent, "key" | "preventDefault">) => {
    const to: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: first,
      End: last,
      PageUp: at - 10,
      PageDown: at + 10,
    };
    const next = to[key];
    if (next === undefined) return;
    preventDefault();
    setPicked(inside(next));
  };
  const byPointer = ({ clientX, currentTarget }: PointerEvent<HTMLDivElement>) =>
    setPicked(inside(Math.round(scales.x.invert(clientX - currentTarget.getBoundingClientRect().left))));
  return (
    <div ref={box} className={styles.box}>
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${name} by ${series.axis}`}
        aria-valuemin={first}
        aria-valuemax={last}
        aria-valuenow={at}
        aria-valuetext={`${series.axis} ${bucketName(series.axis, at)}`}
        className={styles.chart}
        onKeyDown={(event) => byKey({ key: event.key, preventDefault: () => event.preventDefault() })}
        onPointerMove={byPointer}
        onPointerDown={byPointer}
      >
        <svg width={width} height={height} aria-hidden>
          <defs>
            <pattern id={hatch} width={8} height={8} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line y2={8} className={styles.hatch} />
            </pattern>
          </defs>
          <SeriesAxes model={model} scales={scales} unit={series.unit} width={width} height={height} />
          <SeriesGaps model={model} scales={scales} height={height} hatch={hatch} />
          <SeriesRuns runs={runs} scales={scales} />
          <SeriesBreaks model={model} scales={scales} width={width} height={height} />
          <line className={styles.cursor} x1={scales.x(at)} x2={scales.x(at)} y1={MARGIN.top} y2={height - MARGIN.bottom} />
        </svg>
      </div>
      <PointWords series={series} model={model} x={at} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ width: "100%", minWidth: 0 }),
  chart: css({
    touchAction: "pan-y",
    "&:focus-visible": { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 2 },
    svg: { display: "block", overflow: "visible" },
  }),
  hatch: css({ stroke: theme.colors.border.medium, strokeWidth: 2 }),
  cursor: css({ stroke: theme.colors.text.secondary, strokeWidth: 1, opacity: 0.6 }),
});
