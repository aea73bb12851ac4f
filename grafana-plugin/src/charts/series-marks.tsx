import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { quantity } from "../format/number.ts";
import { bucketTicks, MARGIN, type Scales } from "./scales.ts";
import { bucketName, bucketsInWords, type ChartPoint, gapWords, type SeriesModel } from "./series-model.ts";

/** Room that a letter of the chart's labels takes, in pixels. */
const LETTER = 6.4;
/** Room at the left for the unit, over which no label of a break may lie. */
const UNIT_ROOM = 80;

export interface MarksProps {
  readonly model: SeriesModel;
  readonly scales: Scales;
  readonly height: number;
}

export function SeriesAxes({
  model,
  scales,
  unit,
  width,
  height,
}: MarksProps & { readonly unit: string; readonly width: number }) {
  const styles = useStyles2(getStyles);
  const { x, y } = scales;
  const ticks = y.ticks(4);
  return (
    <g>
      <text x={0} y={12} className={styles.label}>
        {quantity(0, unit).unit}
      </text>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
          <text className={styles.label} x={MARGIN.left - 8} y={y(tick) + 4} textAnchor="end">
            {quantity(tick, unit).number}
          </text>
        </g>
      ))}
      {bucketTicks(scales, width)
        .filter((tick) => tick >= model.first && tick <= model.last)
        .map((tick) => (
          <text key={tick} className={styles.label} x={x(tick)} y={height - 8} textAnchor="middle">
            {model.axis === "epoch" ? tick : bucketName("day", tick).slice(5)}
          </text>
        ))}
    </g>
  );
}

export function SeriesGaps({ model, scales, height, hatch }: MarksProps & { readonly hatch: string }) {
  const styles = useStyles2(getStyles);
  const { x } = scales;
  const [from, to] = x.domain();
  return (
    <g>
      {model.gaps.map(({ first, last, reason }) => {
        const left = x(Math.max(from ?? first, first - 0.5));
        const right = x(Math.min(to ?? last, last + 0.5));
        const words = `${gapWords(reason)}: ${bucketsInWords(model.axis, first, last)}`;
        const fits = right - left > words.length * LETTER;
        return (
          <g key={first} data-gap={reason}>
            <rect
              x={left}
              width={right - left}
              y={MARGIN.top}
              height={height - MARGIN.top - MARGIN.bottom}
              fill={`url(#${hatch})`}
            >
              <title>{words}</title>
            </rect>
            {fits ? (
              <text className={styles.gap} x={(left + right) / 2} y={height / 2} textAnchor="middle">
                {words}
              </text>
            ) : null}
          </g>
        );
      })}
    </g>
  );
}

export function SeriesRuns({ runs, scales }: { readonly runs: SeriesModel["runs"]; readonly scales: Scales }) {
  const styles = useStyles2(getStyles);
  return (
    <g>
      {runs.map((run) => {
        const [only] = run;
        if (!only) return null;
        return (
          <g key={only.x} data-run={run.length}>
            {run.length === 1 ? (
              <circle className={styles.dot} cx={scales.x(only.x)} cy={scales.y(only.value)} r={3} />
            ) : (
              <>
                <path className={styles.band} d={band(run, scales)} />
                <path className={styles.line} d={line(run, scales)} />
              </>
            )}
            {run
              .filter(({ point }) => point.state === "provisional")
              .map(({ x, value }) => (
                <circle key={x} className={styles.provisional} cx={scales.x(x)} cy={scales.y(value)} r={4} />
              ))}
          </g>
        );
      })}
    </g>
  );
}

const path = (points: readonly (readonly [number, number])[]) =>
  points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

const line = (run: readonly ChartPoint[], { x, y }: Scales) => path(run.map((point) => [x(point.x), y(point.value)]));

/** As wide as the bounds; without bounds it lies in the line itself. */
const band = (run: readonly ChartPoint[], { x, y }: Scales) => {
  const upper = run.map((point): [number, number] => [x(point.x), y(point.bounds?.[1] ?? point.value)]);
  const lower = run.map((point): [number, number] => [x(point.x), y(point.bounds?.[0] ?? point.value)]);
  return `${path([...upper, ...lower.reverse()])}Z`;
};

export function SeriesBreaks({ model, scales, width, height }: MarksProps & { readonly width: number }) {
  const styles = useStyles2(getStyles);
  return (
    <g>
      {model.breaks.map(({ x, kind, words }, index) => {
        // Between the buckets: what is new holds from `x` on.
        const left = scales.x(x - 0.5);
        const toTheRight = left < width / 2;
        const room = Math.max(12, Math.floor((toTheRight ? width - left : left - UNIT_ROOM) / LETTER) - 3);
        return (
          <g key={`${kind} ${x}`}>
            <line className={styles.break} x1={left} x2={left} y1={8} y2={height - MARGIN.bottom} />
            <text
              className={styles.breakLabel}
              x={left + (toTheRight ? 6 : -6)}
              y={18 + (index % 2) * 16}
              textAnchor={toTheRight ? "start" : "end"}
            >
              <title>{words}</title>
              {words.length > room ? `${words.slice(0, room - 1)}…` : words}
            </text>
          </g>
        );
      })}
    </g>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  label: css({ fill: theme.colors.text.secondary, fontSize: 12 }),
  grid: css({ stroke: theme.colors.border.weak }),
  gap: css({
    fill: theme.colors.text.primary,
    fontSize: 12,
    paintOrder: "stroke",
    stroke: theme.colors.background.primary,
    strokeWidth: 6,
  }),
  line: css({ fill: "none", stroke: theme.visualization.getColorByName("blue"), strokeWidth: 2, strokeLinejoin: "round" }),
  band: css({ fill: theme.visualization.getColorByName("blue"), opacity: 0.2 }),
  dot: css({ fill: theme.visualization.getColorByName("blue") }),
  provisional: css({ fill: theme.colors.background.primary, stroke: theme.visualization.getColorByName("blue"), strokeWidth: 2 }),
  break: css({ stroke: theme.colors.warning.text, strokeDasharray: "5 4" }),
  breakLabel: css({ fill: theme.colors.warning.text, fontSize: 12 }),
});
