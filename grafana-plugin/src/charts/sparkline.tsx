import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import { scaleLinear } from "d3-scale";
import React from "react";
import { inWords, quantity } from "../format/number.ts";
import { unitKind } from "./bounds.ts";
import type { Spark } from "./sparkline-model.ts";

const [WIDTH, HEIGHT, EDGE] = [88, 24, 3];

/** The newest epochs as a line without axes: gaps stay gaps, an amount keeps its zero. */
export function Sparkline({ spark, unit }: { readonly spark: Spark; readonly unit: string }) {
  const styles = useStyles2(getStyles);
  const { first, last, runs } = spark;
  const values = runs.flat().map(({ value }) => value);
  const zero = unitKind(unit) === "amount" ? [0] : [];
  const [low, high] = [Math.min(...values, ...zero), Math.max(...values, ...zero)];
  const x = scaleLinear([first, Math.max(last, first + 1)], [EDGE, WIDTH - EDGE]);
  const y = low === high ? () => HEIGHT / 2 : scaleLinear([low, high], [HEIGHT - EDGE, EDGE]);
  const newest = runs.at(-1)?.at(-1);
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={sparkWords(spark, unit)} className={styles.spark}>
      <title>{sparkWords(spark, unit)}</title>
      {runs.map((run) =>
        run.length === 1 ? null : (
          <path
            key={run[0]?.epoch}
            data-run={run.length}
            d={run
              .map(({ epoch, value }, index) => `${index === 0 ? "M" : "L"}${x(epoch).toFixed(1)} ${y(value).toFixed(1)}`)
              .join("")}
          />
        ),
      )}
      {runs
        .flatMap((run) => (run.length === 1 ? run : []))
        .map(({ epoch, value }) => (
          <circle key={epoch} data-run={1} cx={x(epoch)} cy={y(value)} r={1.5} />
        ))}
      {newest ? <circle cx={x(newest.epoch)} cy={y(newest.value)} r={2.5} /> : null}
    </svg>
  );
}

/** `epochs 1–40: 500 to 558 hosts, lowest 480, highest 560; 3 epochs without a number`. */
export function sparkWords({ first, last, runs, missing }: Spark, unit: string): string {
  const values = runs.flat().map(({ value }) => value);
  const [oldest = 0, newest = 0] = [values[0], values.at(-1)];
  const short = (value: number) => quantity(value, unit).number;
  const range = `lowest ${short(Math.min(...values))}, highest ${short(Math.max(...values))}`;
  const gaps = missing === 0 ? "" : `; ${missing} ${missing === 1 ? "epoch" : "epochs"} without a number`;
  return `epochs ${first}–${last}: ${short(oldest)} to ${inWords(quantity(newest, unit))}, ${range}${gaps}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  spark: css({
    display: "block",
    flex: "none",
    path: { fill: "none", stroke: theme.visualization.getColorByName("blue"), strokeWidth: 1.5, strokeLinejoin: "round" },
    circle: { fill: theme.visualization.getColorByName("blue") },
  }),
});
